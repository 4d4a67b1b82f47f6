/**
 * Synthetic months: a cluster history, the CUR 2.0 bill that would come of it, and the event logs
 * of its runs, all functions of a seed. Free of Spark.
 */
@NullMarked
package io.tidemark.jobs.cost.generate;

import org.jspecify.annotations.NullMarked;
