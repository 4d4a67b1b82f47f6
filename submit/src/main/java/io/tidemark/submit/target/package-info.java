/** Where jobs run, and with what. */
@NullMarked
package io.tidemark.submit.target;

import org.jspecify.annotations.NullMarked;
