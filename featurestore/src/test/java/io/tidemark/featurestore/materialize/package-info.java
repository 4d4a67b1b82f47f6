@NullMarked
package io.tidemark.featurestore.materialize;

import org.jspecify.annotations.NullMarked;
