package io.tidemark.quality.definition;

/**
 * Bounds learned from earlier values: median plus and minus {@code k} times 1.4826 times the median
 * absolute deviation.
 *
 * @param history how many earlier logical dates count
 * @param weekly only dates of the same weekday count
 * @param minHistory how many of them there must be for a verdict
 */
public record Anomaly(double k, int history, boolean weekly, int minHistory) {}
