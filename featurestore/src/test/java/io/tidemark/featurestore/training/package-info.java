@NullMarked
package io.tidemark.featurestore.training;

import org.jspecify.annotations.NullMarked;
