package io.tidemark.featurestore.definition;

import java.time.Duration;

/**
 * How a view's table is filled and laid out.
 *
 * @param lookback how far a window is widened downwards, for sources without knownAt
 * @param buckets how many partitions the keys are hashed into
 */
public record Materialize(Duration lookback, int buckets) {}
