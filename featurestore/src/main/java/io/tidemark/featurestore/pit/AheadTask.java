package io.tidemark.featurestore.pit;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Merges one partition of the spine with the same keys' events, both sorted by keys and time.
 *
 * @param time the spine time's ordinal
 * @param width how many columns a spine row has
 * @param storedKeys where events have the same keys
 * @param event the ordinal of an event's time, {@code known} of when it was known
 */
record AheadTask(
    List<KeyColumn> keys,
    int time,
    int width,
    List<KeyColumn> storedKeys,
    int event,
    int known,
    MergedWindows windows)
    implements FlatMapFunction2<Iterator<InternalRow>, Iterator<InternalRow>, InternalRow> {

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> spine, Iterator<InternalRow> events) {
    return new Merged(spine, events);
  }

  /** The enriched rows, each good until the next one is asked for. */
  private final class Merged implements Iterator<InternalRow> {
    private final Iterator<InternalRow> spine;
    private final Iterator<InternalRow> events;
    private final SpineKey key = new SpineKey(keys);
    private final WindowState state = new WindowState(windows, () -> key.json(windows.keyType()));
    private final EnrichedRow enriched;
    private @Nullable InternalRow next;

    Merged(Iterator<InternalRow> spine, Iterator<InternalRow> events) {
      this.spine = spine;
      this.events = events;
      int added = windows.windows().size();
      this.enriched =
          new EnrichedRow(
              IntStream.range(0, width + added).map(i -> i < width ? 0 : 1).toArray(),
              IntStream.range(0, width + added).map(i -> i < width ? i : i - width).toArray(),
              2);
      TaskContext.get()
          .addTaskCompletionListener(
              context -> {
                state.clear();
              });
      advance();
    }

    @Override
    public boolean hasNext() {
      boolean more = spine.hasNext();
      if (!more) {
        state.clear();
      }
      return more;
    }

    @Override
    public InternalRow next() {
      InternalRow row = spine.next();
      enriched.set(0, row);
      if (row.isNullAt(time)) {
        enriched.set(1, null);
      } else if (key.isWhole(row)) {
        enriched.set(1, lookUp(key.take(row), row.getLong(time)));
      } else {
        enriched.set(1, state.empty());
      }
      return enriched;
    }

    private InternalRow lookUp(boolean other, long at) {
      if (other) {
        state.clear();
        while (next != null && key.compare(next, storedKeys) > 0) {
          advance();
        }
      }
      long to = windows.to(at);
      while (next != null && next.getLong(event) <= to && key.compare(next, storedKeys) == 0) {
        state.offer(next, next.getLong(event), next.getLong(known), at);
        advance();
      }
      return state.at(at);
    }

    private void advance() {
      next = events.hasNext() ? events.next() : null;
    }
  }
}
