/** Training sets: a spine with features as of its times, frozen, proven and described. */
@NullMarked
package io.tidemark.featurestore.training;

import org.jspecify.annotations.NullMarked;
