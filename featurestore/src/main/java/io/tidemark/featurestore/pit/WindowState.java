package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
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
  private final Comparator<Object> ids;
  private final @Nullable Comparator<Object> ties;
  private final SparkInternals.Conditions.Open conditions;
  private final Aggregator[] aggregators;
  private final List<WindowEvent> events = new ArrayList<>();
  // Events before it are too old for this key's times from now on.
  private int first;

  WindowState(MergedWindows windows, Supplier<String> key) {
    this.windows = windows;
    this.ids = nullsFirst(windows.idType());
    this.ties = windows.tieType() == null ? null : nullsFirst(windows.tieType());
    this.conditions = windows.conditions().open();
    this.aggregators =
        windows.windows().stream().map(w -> Aggregator.of(w, key)).toArray(Aggregator[]::new);
  }

  private static Comparator<Object> nullsFirst(DataType type) {
    return Comparator.nullsFirst(SparkInternals.order(type));
  }

  /** Goes to another key. */
  void clear() {
    events.clear();
    first = 0;
  }

  /** Takes a row that counts by a time, and so by all that are asked for from now on. */
  void offer(InternalRow row, long event, long known, long time) {
    if (event < windows.from(time)) {
      return;
    }
    Object id = value(row, windows.id(), windows.idType());
    int at = place(event, id);
    if (at < 0) {
      events.add(-at - 1, version(row, event, id, known));
    } else if (isNewer(row, known, events.get(at))) {
      events.set(at, version(row, event, id, known));
    }
  }

  /** Where the event is, or {@code -1 - } where it would be. */
  private int place(long event, @Nullable Object id) {
    int low = first;
    int high = events.size() - 1;
    if (low <= high && compare(events.get(high), event, id) < 0) {
      return -events.size() - 1;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int step = compare(events.get(middle), event, id);
      if (step == 0) {
        return middle;
      } else if (step < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  @SuppressWarnings("NullAway") // Comparators that sort NULL first take it.
  private int compare(WindowEvent there, long event, @Nullable Object id) {
    int step = Long.compare(there.event, event);
    return step != 0 ? step : ids.compare(there.id, id);
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
    evict(windows.from(time));
    Object[] values = new Object[aggregators.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(windows.windows().get(i), aggregators[i], time);
    }
    return new GenericInternalRow(values);
  }

  private @Nullable Object value(MergedWindow window, Aggregator aggregator, long time) {
    aggregator.clear();
    int counted = 0;
    long to = window.to(time);
    for (int i = from(window.from(time)); i < events.size(); i++) {
      WindowEvent each = events.get(i);
      if (each.event > to) {
        break;
      }
      if (each.countsFor(window)) {
        aggregator.add(each.input(window));
        counted++;
      }
    }
    return counted == 0 ? window.empty() : aggregator.result();
  }

  /** What every aggregation is where there are no events. */
  InternalRow empty() {
    return new GenericInternalRow(
        windows.windows().stream().map(MergedWindow::empty).toArray(Object[]::new));
  }

  private void evict(long oldest) {
    first = from(oldest);
    if (first > 1024 && first > events.size() / 2) {
      events.subList(0, first).clear();
      first = 0;
    }
  }

  /** The first event that is not before a time. */
  private int from(long time) {
    int low = first;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).event < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
