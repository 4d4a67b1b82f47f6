@NullMarked
package io.tidemark.featurestore.pit;

import org.jspecify.annotations.NullMarked;
