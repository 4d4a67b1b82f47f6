package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of one key in the order of (event time, id); the oldest go first. */
final class WindowEvents {
  private static final int FEW = 1024;

  private final Comparator<Object> ids;
  private final List<WindowEvent> events = new ArrayList<>();
  // Those before it are gone.
  private int first;

  WindowEvents(Comparator<Object> ids) {
    this.ids = ids;
  }

  void clear() {
    events.clear();
    first = 0;
  }

  int size() {
    return events.size();
  }

  /** How many are not gone. */
  int held() {
    return events.size() - first;
  }

  WindowEvent get(int at) {
    return events.get(at);
  }

  /** Where an event is, or {@code -1 - } where it would be. */
  int place(long event, @Nullable Object id) {
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

  void insert(int at, WindowEvent event) {
    events.add(at, event);
  }

  void replace(int at, WindowEvent event) {
    events.set(at, event);
  }

  /** Forgets the events before a time. */
  void evict(long oldest) {
    first = from(oldest);
    if (first > FEW && first > events.size() / 2) {
      events.subList(0, first).clear();
      first = 0;
    }
  }

  /** The first event that is not before a time. */
  int from(long time) {
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
