package io.tidemark.featurestore.pit;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Neighbouring events of a key, in memory or in a file. There is one at least. */
final class EventPage {
  private final EventFiles files;
  private @Nullable List<WindowEvent> events;
  private @Nullable File file;
  private boolean changed = true;
  private int size;
  private WindowEvent first;
  private long latest;
  private long used;

  /** Takes a list for its own. */
  EventPage(EventFiles files, List<WindowEvent> events, long now) {
    this.files = files;
    this.events = events;
    this.first = events.get(0);
    this.used = now;
    told(events);
  }

  private void told(List<WindowEvent> now) {
    size = now.size();
    first = now.get(0);
    latest = now.get(size - 1).event;
    changed = true;
  }

  int size() {
    return size;
  }

  /** The first event, which is known though the page is in a file. */
  WindowEvent first() {
    return first;
  }

  /** The last event time. */
  long latest() {
    return latest;
  }

  boolean isInMemory() {
    return events != null;
  }

  /** When it was asked for last, as its owner counts. */
  long used() {
    return used;
  }

  /** All events, in memory from now on. */
  List<WindowEvent> events(long now) {
    used = now;
    if (events == null && file != null) {
      events = files.read(file, size);
    }
    if (events == null) {
      throw new IllegalStateException("a page that was dropped");
    }
    return events;
  }

  void insert(int at, WindowEvent event, long now) {
    List<WindowEvent> inMemory = events(now);
    inMemory.add(at, event);
    told(inMemory);
  }

  void replace(int at, WindowEvent event, long now) {
    List<WindowEvent> inMemory = events(now);
    inMemory.set(at, event);
    told(inMemory);
  }

  /** Gives its greater half away. */
  EventPage split(long now) {
    List<WindowEvent> inMemory = events(now);
    List<WindowEvent> upper = inMemory.subList(size / 2, size);
    EventPage other = new EventPage(files, new ArrayList<>(upper), now);
    upper.clear();
    told(inMemory);
    return other;
  }

  /** Goes out of memory. */
  void spill() {
    if (events != null && changed) {
      drop();
      file = files.write(events);
      changed = false;
    }
    events = null;
  }

  /** Leaves no file behind. */
  void drop() {
    if (file != null) {
      files.delete(file);
      file = null;
    }
  }
}
