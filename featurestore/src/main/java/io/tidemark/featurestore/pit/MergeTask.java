package io.tidemark.featurestore.pit;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Merges one partition of the spine, sorted by keys and time, with the runs of all views of one
 * entity.
 *
 * @param time the spine time's ordinal
 * @param side of each output column, 0 for the spine's, then the views'
 * @param position of each output column in its side
 */
record MergeTask(
    int partitions,
    List<KeyColumn> keys,
    int time,
    List<MergedView> views,
    int[] side,
    int[] position)
    implements Function2<Integer, Iterator<InternalRow>, Iterator<InternalRow>> {

  @Override
  public Iterator<InternalRow> call(Integer partition, Iterator<InternalRow> spine) {
    ViewCursor[] cursors = new ViewCursor[views.size()];
    for (int i = 0; i < cursors.length; i++) {
      cursors[i] = new ViewCursor(views.get(i), partition, partitions);
    }
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              for (ViewCursor cursor : cursors) {
                cursor.close();
              }
            });
    return new Merged(spine, cursors);
  }

  /** The enriched rows, each good until the next one is asked for. */
  private final class Merged implements Iterator<InternalRow> {
    private final Iterator<InternalRow> spine;
    private final ViewCursor[] cursors;
    private final SpineKey key = new SpineKey(keys);
    private final EnrichedRow enriched = new EnrichedRow(side, position, views.size() + 1);

    Merged(Iterator<InternalRow> spine, ViewCursor[] cursors) {
      this.spine = spine;
      this.cursors = cursors;
    }

    @Override
    public boolean hasNext() {
      return spine.hasNext();
    }

    @Override
    public InternalRow next() {
      InternalRow row = spine.next();
      enriched.set(0, row);
      boolean asks = !row.isNullAt(time) && key.isWhole(row);
      boolean other = asks && key.take(row);
      for (int i = 0; i < cursors.length; i++) {
        enriched.set(i + 1, asks ? cursors[i].take(key, other, row.getLong(time)) : null);
      }
      return enriched;
    }
  }
}
