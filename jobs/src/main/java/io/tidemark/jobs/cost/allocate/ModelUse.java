package io.tidemark.jobs.cost.allocate;

/**
 * What one model of an endpoint did in an hour.
 *
 * @param invocations how often it was asked; 0 where that is not known
 * @param millis for how long it worked in all; 0 where that is not known
 */
public record ModelUse(String model, long invocations, long millis) {}
