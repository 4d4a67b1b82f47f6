package io.tidemark.featurestore.pit;

import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key that the widest window of a view can still hold, in the order of (event
 * time, id), each in its newest version that was offered.
 */
final class WindowState {
  private final MergedWindows windows;
  private final @Nullable Comparator<Object> ties;
  private final SparkInternals.Conditions.Open conditions;
  private final Aggregator[] aggregators;
  // Of each aggregation that can follow its window; null where all events are taken each time.
  private final @Nullable RunningWindow[] running;
  private final WindowEvents events;
  // The others, and of each the event times that it takes and how many it has taken.
  private final int[] afresh;
  private final long[] from;
  private final long[] to;
  private final long[] counted;

  /**
   * Holds nothing yet.
   *
   * @param key tells in a message which key it is
   */
  WindowState(MergedWindows windows, Supplier<String> key) {
    this.windows = windows;
    this.events =
        new WindowEvents(nullsFirst(windows.idType()), new EventFiles(windows), windows.most());
    this.ties = windows.tieType() == null ? null : nullsFirst(windows.tieType());
    this.conditions = windows.conditions().open();
    this.aggregators =
        windows.windows().stream().map(w -> Aggregator.of(w, key)).toArray(Aggregator[]::new);
    this.running = new RunningWindow[aggregators.length];
    for (int i = 0; i < aggregators.length; i++) {
      if (aggregators[i] instanceof ReversibleAggregator reversible) {
        running[i] = new RunningWindow(windows.windows().get(i), reversible);
      }
    }
    this.afresh = IntStream.range(0, running.length).filter(i -> running[i] == null).toArray();
    this.from = new long[running.length];
    this.to = new long[running.length];
    this.counted = new long[running.length];
  }

  private static Comparator<Object> nullsFirst(DataType type) {
    return Comparator.nullsFirst(SparkInternals.order(type));
  }

  /** Goes to another key, or to none. */
  void clear() {
    events.clear();
    for (RunningWindow each : running) {
      if (each != null) {
        each.clear();
      }
    }
  }

  /** Takes a row that counts by a time, and so by all that are asked for from now on. */
  void offer(InternalRow row, long event, long known, long time) {
    if (event < windows.from(time)) {
      return;
    }
    Object id = value(row, windows.id(), windows.idType());
    WindowEvent before = events.find(event, id);
    if (before == null || isNewer(row, known, before)) {
      WindowEvent offered = version(row, event, id, known);
      events.put(offered);
      tell(before, offered);
    }
  }

  private void tell(@Nullable WindowEvent withdrawn, WindowEvent offered) {
    for (RunningWindow each : running) {
      if (each != null) {
        if (withdrawn != null) {
          each.withdrawn(withdrawn);
        }
        each.offered(offered);
      }
    }
  }

  @SuppressWarnings("NullAway") // Comparators that sort NULL first take it.
  private boolean isNewer(InternalRow row, long known, WindowEvent there) {
    if (known != there.known || ties == null) {
      return known > there.known;
    }
    return ties.compare(tie(row), there.tie) > 0;
  }

  private @Nullable Object tie(InternalRow row) {
    DataType type = windows.tieType();
    return type == null ? null : value(row, windows.tie(), type);
  }

  private WindowEvent version(InternalRow row, long event, @Nullable Object id, long known) {
    boolean deleted = !row.isNullAt(windows.deleted()) && row.getBoolean(windows.deleted());
    @Nullable Object[] inputs = new Object[windows.inputs().length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = copy(value(row, windows.inputs()[i], windows.inputTypes()[i]));
    }
    return new WindowEvent(
        event, copy(id), known, copy(tie(row)), deleted, inputs, conditions.test(row));
  }

  private static @Nullable Object value(InternalRow row, int position, DataType type) {
    return row.isNullAt(position) ? null : row.get(position, type);
  }

  private static @Nullable Object copy(@Nullable Object value) {
    return value == null ? null : InternalRow.copyValue(value);
  }

  /** Every aggregation at a time. */
  InternalRow at(long time) {
    addAll(time);
    Object[] values = new Object[aggregators.length];
    for (int i = 0; i < values.length; i++) {
      RunningWindow follows = running[i];
      values[i] =
          follows != null
              ? follows.at(events, time)
              : counted[i] == 0 ? windows.windows().get(i).empty() : aggregators[i].result();
    }
    events.evict(windows.from(time));
    return new GenericInternalRow(values);
  }

  /** Adds the events at a time to the aggregations that take them all each time, in one pass. */
  private void addAll(long time) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i : afresh) {
      aggregators[i].clear();
      counted[i] = 0;
      from[i] = windows.windows().get(i).from(time);
      to[i] = windows.windows().get(i).to(time);
      least = Math.min(least, from[i]);
      most = Math.max(most, to[i]);
    }
    if (afresh.length > 0) {
      events.scan(least, most, this::add);
    }
  }

  private void add(WindowEvent event) {
    for (int i : afresh) {
      MergedWindow window = windows.windows().get(i);
      if (event.event >= from[i] && event.event <= to[i] && event.countsFor(window)) {
        aggregators[i].add(event.input(window));
        counted[i]++;
      }
    }
  }

  /** What every aggregation is where there are no events. */
  InternalRow empty() {
    return new GenericInternalRow(
        windows.windows().stream().map(MergedWindow::empty).toArray(Object[]::new));
  }
}
