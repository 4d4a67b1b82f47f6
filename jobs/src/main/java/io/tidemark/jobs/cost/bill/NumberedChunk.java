package io.tidemark.jobs.cost.bill;

import java.io.Serializable;

/**
 * A chunk and where it is in its delivery.
 *
 * @param before the lines of the delivery before its first
 * @param lines that it has
 */
record NumberedChunk(Chunk chunk, long before, long lines) implements Serializable {}
