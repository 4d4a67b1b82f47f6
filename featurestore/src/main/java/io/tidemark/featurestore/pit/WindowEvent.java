package io.tidemark.featurestore.pit;

import org.jspecify.annotations.Nullable;

/** The newest known version of an event that a window may hold. */
final class WindowEvent {
  final long event;
  final @Nullable Object id;
  final long known;
  final @Nullable Object tie;
  final boolean deleted;
  final @Nullable Object[] inputs;
  final boolean[] meets;

  WindowEvent(
      long event,
      @Nullable Object id,
      long known,
      @Nullable Object tie,
      boolean deleted,
      @Nullable Object[] inputs,
      boolean[] meets) {
    this.event = event;
    this.id = id;
    this.known = known;
    this.tie = tie;
    this.deleted = deleted;
    this.inputs = inputs;
    this.meets = meets;
  }

  /** Whether an aggregation counts the event at all. */
  boolean countsFor(MergedWindow window) {
    return !deleted
        && (window.condition() < 0 || meets[window.condition()])
        && (window.input() < 0 || inputs[window.input()] != null);
  }

  /** What an aggregation that counts the event takes of it. */
  Object input(MergedWindow window) {
    Object input = window.input() < 0 ? Boolean.TRUE : inputs[window.input()];
    if (input == null) {
      throw new IllegalStateException("the event does not count");
    }
    return input;
  }
}
