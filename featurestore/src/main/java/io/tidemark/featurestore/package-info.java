/** Feature definitions, materialisation and point-in-time training sets. */
@NullMarked
package io.tidemark.featurestore;

import org.jspecify.annotations.NullMarked;
