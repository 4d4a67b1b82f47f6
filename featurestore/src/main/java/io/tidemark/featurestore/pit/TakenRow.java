package io.tidemark.featurestore.pit;

import java.util.Comparator;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The row of a key that is taken of all that were offered, in whichever run it stands. */
final class TakenRow {
  private final MergedView view;
  private final Comparator<Object>[] orders;
  private boolean some;
  private long event;
  private long known;
  private @Nullable RunCursor run;
  private int row;
  // A copy, once the run has left the batch.
  private @Nullable InternalRow copy;

  @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
  TakenRow(MergedView view) {
    this.view = view;
    this.orders =
        view.ties().stream()
            .map(tie -> SparkInternals.order(tie.type()))
            .toArray(Comparator[]::new);
  }

  /** Goes to another key. */
  void clear() {
    some = false;
    run = null;
    copy = null;
  }

  /** Takes a row if it is greater in (event time, known-at, ties) than what was taken. */
  void offer(RunCursor from, int row, long event, long known) {
    if (some) {
      int step = Long.compare(event, this.event);
      if (step == 0) {
        step = Long.compare(known, this.known);
      }
      if (step < 0 || (step == 0 && compareTies(from, row) <= 0)) {
        return;
      }
    }
    some = true;
    this.event = event;
    this.known = known;
    this.run = from;
    this.row = row;
  }

  private int compareTies(RunCursor from, int row) {
    for (int i = 0; i < orders.length; i++) {
      MergedView.Tie tie = view.ties().get(i);
      Object now = value(row(), tie);
      Object offered = value(from.at(row), tie);
      int step =
          now == null || offered == null
              ? Boolean.compare(offered != null, now != null)
              : orders[i].compare(offered, now);
      if (step != 0) {
        return step;
      }
    }
    return 0;
  }

  private static @Nullable Object value(InternalRow row, MergedView.Tie tie) {
    return row.isNullAt(tie.position()) ? null : row.get(tie.position(), tie.type());
  }

  /** Called before a run's batch goes. */
  void leaving(RunCursor from) {
    if (run == from) {
      copy = from.at(row).copy();
      run = null;
    }
  }

  private InternalRow row() {
    return run == null ? Objects.requireNonNull(copy) : run.at(row);
  }

  /**
   * What a time finds: null if nothing was offered, or it is a deletion, or too old. Good until the
   * next offer.
   */
  @Nullable InternalRow at(long time) {
    if (!some || isExpired(time)) {
      return null;
    }
    InternalRow found = row();
    boolean deleted = !found.isNullAt(view.deleted()) && found.getBoolean(view.deleted());
    return deleted ? null : found;
  }

  private boolean isExpired(long time) {
    return time >= Long.MIN_VALUE + view.ttl() && event < time - view.ttl();
  }
}
