package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of one key in the order of (event time, id), in pages; the oldest go first. Of more events
 * than memory may hold, the pages that were not asked for longest lie in files.
 */
final class WindowEvents {
  private static final int PAGE = 1024;

  private final Comparator<Object> ids;
  private final EventFiles files;
  private final int most;
  private final int pageSize;
  private final List<EventPage> pages = new ArrayList<>();
  private int inMemory;
  private long now;
  // Where the event is that was looked for last, or would be.
  private int page;
  private int at;
  private boolean there;

  /**
   * Holds nothing yet.
   *
   * @param most so many events are in memory at once, or so many as two pages have
   */
  WindowEvents(Comparator<Object> ids, EventFiles files, int most) {
    this.ids = ids;
    this.files = files;
    this.most = most;
    this.pageSize = Math.max(2, Math.min(PAGE, most / 4));
  }

  /** Forgets all of them, and leaves no file behind. */
  void clear() {
    if (!pages.isEmpty()) {
      pages.forEach(EventPage::drop);
      pages.clear();
      inMemory = 0;
    }
  }

  /** The event of a time and an id; null if there is none. */
  @Nullable WindowEvent find(long event, @Nullable Object id) {
    page = Math.max(0, pageOf(event, id));
    there = false;
    at = 0;
    if (pages.isEmpty()) {
      return null;
    }
    List<WindowEvent> events = load(pages.get(page), false);
    at = place(events, event, id);
    there = at < events.size() && compare(events.get(at), event, id) == 0;
    return there ? events.get(at) : null;
  }

  /** Puts an event where it was looked for, in place of what was found there. */
  void put(WindowEvent event) {
    EventPage into;
    if (there) {
      into = pages.get(page);
      into.replace(at, event, ++now);
      return;
    }
    boolean isLast = !pages.isEmpty() && page == pages.size() - 1 && at == pages.get(page).size();
    if (pages.isEmpty() || (isLast && isFull(page))) {
      into = new EventPage(files, new ArrayList<>(List.of(event)), ++now);
      pages.add(into);
    } else {
      into = isFull(page) ? half() : pages.get(page);
      into.insert(at, event, ++now);
    }
    inMemory++;
    spillBut(into);
  }

  private boolean isFull(int page) {
    return pages.get(page).size() >= pageSize;
  }

  /** Splits the page that was found, and goes to the half of it where the place is. */
  private EventPage half() {
    EventPage lower = pages.get(page);
    EventPage upper = lower.split(++now);
    pages.add(page + 1, upper);
    if (at <= lower.size()) {
      return lower;
    }
    at -= lower.size();
    return upper;
  }

  /** Hands over the events between two times, both included, in order: few beside all. */
  void between(long from, long to, Consumer<WindowEvent> each) {
    forEach(from, to, each, false);
  }

  /**
   * The same where they are many and are asked for again and again: what has to be read of files
   * makes room first, so that the other pages stay in memory.
   */
  void scan(long from, long to, Consumer<WindowEvent> each) {
    forEach(from, to, each, true);
  }

  private void forEach(long from, long to, Consumer<WindowEvent> each, boolean scans) {
    for (int i = pageFrom(from); i < pages.size() && pages.get(i).first().event <= to; i++) {
      List<WindowEvent> events = load(pages.get(i), scans);
      for (int j = from(events, from); j < events.size(); j++) {
        WindowEvent event = events.get(j);
        if (event.event > to) {
          return;
        }
        each.accept(event);
      }
    }
  }

  /** Forgets events before a time, if not all of them. */
  void evict(long oldest) {
    int gone = 0;
    while (gone < pages.size() && pages.get(gone).latest() < oldest) {
      EventPage old = pages.get(gone++);
      inMemory -= old.isInMemory() ? old.size() : 0;
      old.drop();
    }
    pages.subList(0, gone).clear();
  }

  private List<WindowEvent> load(EventPage page, boolean scans) {
    boolean read = !page.isInMemory();
    List<WindowEvent> events = page.events(scans && read ? 0 : ++now);
    if (read) {
      inMemory += events.size();
      spillBut(page);
    }
    return events;
  }

  private void spillBut(EventPage needed) {
    while (inMemory > most) {
      EventPage oldest = null;
      for (EventPage each : pages) {
        boolean may = each != needed && each.isInMemory();
        oldest = may && (oldest == null || each.used() < oldest.used()) ? each : oldest;
      }
      if (oldest == null) {
        return;
      }
      inMemory -= oldest.size();
      oldest.spill();
    }
  }

  /** The last page that does not begin after an event; -1 if all do. */
  private int pageOf(long event, @Nullable Object id) {
    int low = 0;
    int high = pages.size() - 1;
    if (high > 0 && compare(pages.get(high).first(), event, id) <= 0) {
      return high;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compare(pages.get(middle).first(), event, id) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The first page that does not end before a time. */
  private int pageFrom(long time) {
    int low = 0;
    int high = pages.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pages.get(middle).latest() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first event that is not less. */
  private int place(List<WindowEvent> events, long event, @Nullable Object id) {
    int low = 0;
    int high = events.size();
    // Most come in order.
    if (high > 0 && compare(events.get(high - 1), event, id) < 0) {
      return high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(events.get(middle), event, id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int from(List<WindowEvent> events, long time) {
    int low = 0;
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

  @SuppressWarnings("NullAway") // Comparators that sort NULL first take it.
  private int compare(WindowEvent there, long event, @Nullable Object id) {
    int step = Long.compare(there.event, event);
    return step != 0 ? step : ids.compare(there.id, id);
  }
}
