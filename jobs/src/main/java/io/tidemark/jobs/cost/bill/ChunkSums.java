package io.tidemark.jobs.cost.bill;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk adds up to.
 *
 * @param trouble what is so at the record after those that were added up; null if all could be read
 */
record ChunkSums(BillSums sums, @Nullable String trouble) implements Serializable {}
