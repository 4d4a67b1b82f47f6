/** The command line. */
@NullMarked
package io.tidemark.submit;

import org.jspecify.annotations.NullMarked;
