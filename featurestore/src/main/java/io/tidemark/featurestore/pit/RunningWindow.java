package io.tidemark.featurestore.pit;

import org.jspecify.annotations.Nullable;

/** An aggregation that follows its window: what enters is added, and what leaves taken away. */
final class RunningWindow {
  private final MergedWindow window;
  private final ReversibleAggregator aggregator;
  private long counted;
  // The event times that the aggregation holds, if any was asked for yet.
  private boolean begun;
  private long from;
  private long to;

  RunningWindow(MergedWindow window, ReversibleAggregator aggregator) {
    this.window = window;
    this.aggregator = aggregator;
  }

  /** Goes to another key. */
  void clear() {
    aggregator.clear();
    counted = 0;
    begun = false;
  }

  /** An event has come. */
  void offered(WindowEvent event) {
    if (begun && event.event >= from && event.event <= to) {
      add(event);
    }
  }

  /** An event goes, for a newer version of it. */
  void withdrawn(WindowEvent event) {
    if (begun && event.event >= from && event.event <= to) {
      remove(event);
    }
  }

  /** The aggregation at a time, which is not before that of the last call. */
  @Nullable Object at(WindowEvents events, long time) {
    long nextFrom = window.from(time);
    long nextTo = window.to(time);
    if (begun && nextFrom > from) {
      events.between(from, Math.min(nextFrom - 1, to), this::remove);
    }
    if (!begun || to < Long.MAX_VALUE) {
      events.between(begun && to >= nextFrom ? to + 1 : nextFrom, nextTo, this::add);
    }
    begun = true;
    from = nextFrom;
    to = nextTo;
    return counted == 0 ? window.empty() : aggregator.result();
  }

  private void add(WindowEvent event) {
    if (event.countsFor(window)) {
      aggregator.add(event.input(window));
      counted++;
    }
  }

  private void remove(WindowEvent event) {
    if (event.countsFor(window)) {
      aggregator.remove(event.input(window));
      counted--;
    }
  }
}
