/**
 * The point-in-time engine: for each spine row and each view, the row that was to be had at its
 * time, and proof that nothing later was taken.
 */
@NullMarked
package io.tidemark.featurestore.pit;

import org.jspecify.annotations.NullMarked;
