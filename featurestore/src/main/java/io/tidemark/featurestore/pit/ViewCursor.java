package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The history of one view's share of a task: its runs side by side, read forwards once. */
final class ViewCursor {
  private final TakenRow taken;
  private final @Nullable WindowState windows;
  private final RunCursor[] runs;
  private final RunCursor[] atKey;
  private final RunCursor[] waiting;
  private int active;
  private int waits;

  /**
   * @param key tells in a message which key is looked up
   * @param partition of so many {@code partitions}, which divide or are divided by the buckets
   */
  ViewCursor(MergedView view, SpineKey key, int partition, int partitions) {
    MergedWindows aggregated = view.windows();
    this.taken = new TakenRow(view);
    this.windows =
        aggregated == null
            ? null
            : new WindowState(aggregated, () -> key.json(aggregated.keyType()));
    List<RunCursor> cursors = new ArrayList<>();
    int step = Math.min(partitions, view.buckets());
    for (int bucket = partition % step; bucket < view.buckets(); bucket += step) {
      for (RunFile file : view.files().value().get(bucket)) {
        cursors.add(new RunCursor(view, file, taken, windows));
      }
    }
    this.runs = cursors.toArray(new RunCursor[0]);
    this.atKey = new RunCursor[runs.length];
    this.waiting = new RunCursor[runs.length];
  }

  /**
   * Goes to a spine row; keys, and times within a key, never go back.
   *
   * @param other whether it is another key than before
   */
  void moveTo(SpineKey key, boolean other, long time) {
    if (other) {
      taken.clear();
      if (windows != null) {
        windows.clear();
      }
      active = 0;
      waits = 0;
      for (RunCursor run : runs) {
        begin(run, key, time);
      }
    } else if (waits > 0) {
      int before = waits;
      waits = 0;
      for (int i = 0; i < before; i++) {
        begin(waiting[i], key, time);
      }
    }
    for (int i = 0; i < active; i++) {
      atKey[i].offerUpTo(time);
    }
  }

  /**
   * What the spine row finds, in the columns that the view reads; null if nothing. Good until the
   * next move.
   */
  @Nullable InternalRow taken(long time) {
    return taken.at(time);
  }

  /** The aggregations at the spine row; null if there are none. */
  @Nullable InternalRow aggregated(long time) {
    return windows == null ? null : windows.at(time);
  }

  /** The aggregations of a spine row whose key is not whole; null if there are none. */
  @Nullable InternalRow aggregatedOfNothing() {
    return windows == null ? null : windows.empty();
  }

  /** A file that is not open yet is not opened before one of its rows may count. */
  private void begin(RunCursor run, SpineKey key, long time) {
    if (run.isLaterThan(time)) {
      waiting[waits++] = run;
    } else if (run.seek(key, time)) {
      atKey[active++] = run;
    }
  }

  void close() {
    if (windows != null) {
      windows.clear();
    }
    for (RunCursor run : runs) {
      run.close();
    }
  }
}
