/** Suites of quality rules as they are declared; no Spark. */
@NullMarked
package io.tidemark.quality.definition;

import org.jspecify.annotations.NullMarked;
