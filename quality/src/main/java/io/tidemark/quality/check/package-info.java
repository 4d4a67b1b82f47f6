/** The verbs {@code quality run}, {@code gate}, {@code test}, {@code history}, {@code suggest}. */
@NullMarked
package io.tidemark.quality.check;

import org.jspecify.annotations.NullMarked;
