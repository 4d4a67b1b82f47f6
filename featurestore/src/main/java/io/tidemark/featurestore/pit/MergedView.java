package io.tidemark.featurestore.pit;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to know of a view that it merges. The columns that it reads are, in order: the
 * keys, the event time, known-at, deletion, then others.
 *
 * @param buckets of the view's table
 * @param files of each bucket
 * @param delay from a row's event time to when it counts, in microseconds, one more where equal
 *     times are excluded
 * @param ttl in microseconds; {@link Long#MAX_VALUE} is unlimited
 * @param ties the columns that decide between rows of equal times, one after the other
 * @param seq position of {@code _seq}, -1 if all rows are there
 * @param newestSeq rows of a greater {@code _seq} are not
 * @param windows null if there are no aggregations
 */
record MergedView(
    String name,
    SparkInternals.Reader reader,
    int buckets,
    Broadcast<List<List<RunFile>>> files,
    List<KeyColumn> keys,
    long delay,
    long ttl,
    List<Tie> ties,
    int seq,
    long newestSeq,
    @Nullable MergedWindows windows)
    implements Serializable {

  /** A column that decides between rows. */
  record Tie(int position, DataType type) implements Serializable {}

  /** The first event time that matters at a time, or at later ones: no row before it does. */
  long oldest(long time) {
    long young = time < Long.MIN_VALUE + ttl ? Long.MIN_VALUE : time - ttl;
    return windows == null ? young : Math.min(young, windows.from(time));
  }

  /** The event time's position after the keys, and those of what follows it. */
  int event() {
    return keys.size();
  }

  int known() {
    return keys.size() + 1;
  }

  int deleted() {
    return keys.size() + 2;
  }
}
