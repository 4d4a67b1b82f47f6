package io.tidemark.jobs.cost.bill;

import java.io.Serializable;

/**
 * A piece of a file that one task reads.
 *
 * @param start of its bytes
 * @param end the byte after them
 * @param first whether it is the first of its file
 */
record Chunk(BillFile file, long start, long end, boolean first) implements Serializable {}
