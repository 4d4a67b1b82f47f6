/**
 * Cost attribution: every cent of the bill, to a team, a run and a table, or the job fails.
 *
 * <p>{@code bill} reads bills, {@code usage} what ran when, {@code allocate} splits the one by the
 * other.
 */
@NullMarked
package io.tidemark.jobs.cost;

import org.jspecify.annotations.NullMarked;
