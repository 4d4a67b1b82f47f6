package io.tidemark.featurestore.pit;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Merges one partition of the spine, sorted by keys and by time within them, with the runs of all
 * views of one entity.
 *
 * @param columns of the spine
 * @param time the spine time's ordinal
 * @param byKey whether the spine comes sorted by its key only, which is one number
 * @param side of each output column, 0 for the spine's
 * @param position of each output column in its side
 */
record MergeTask(
    int partitions,
    StructType columns,
    List<KeyColumn> keys,
    int time,
    boolean byKey,
    List<MergedView> views,
    int[] side,
    int[] position)
    implements Function2<Integer, Iterator<InternalRow>, Iterator<InternalRow>> {

  @Override
  public Iterator<InternalRow> call(Integer partition, Iterator<InternalRow> spine) {
    SpineKey key = new SpineKey(keys);
    ViewCursor[] cursors = new ViewCursor[views.size()];
    for (int i = 0; i < cursors.length; i++) {
      cursors[i] = new ViewCursor(views.get(i), key, partition, partitions);
    }
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              for (ViewCursor cursor : cursors) {
                cursor.close();
              }
            });
    return new Merged(
        byKey ? new SpineOrder(spine, columns, keys.get(0), time) : spine, key, cursors);
  }

  /** The enriched rows, each good until the next one is asked for. */
  private final class Merged implements Iterator<InternalRow> {
    private final Iterator<InternalRow> spine;
    private final ViewCursor[] cursors;
    private final SpineKey key;
    private final EnrichedRow enriched = new EnrichedRow(side, position, 1 + 2 * views.size());

    Merged(Iterator<InternalRow> spine, SpineKey key, ViewCursor[] cursors) {
      this.spine = spine;
      this.key = key;
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
      if (row.isNullAt(time)) {
        setAll(cursor -> null);
      } else if (key.isWhole(row)) {
        lookUp(key.take(row), row.getLong(time));
      } else {
        setAll(ViewCursor::aggregatedOfNothing);
      }
      return enriched;
    }

    private void lookUp(boolean other, long time) {
      for (int i = 0; i < cursors.length; i++) {
        cursors[i].moveTo(key, other, time);
        enriched.set(takenOf(i), cursors[i].taken(time));
        enriched.set(aggregatedOf(i), cursors[i].aggregated(time));
      }
    }

    private void setAll(Function<ViewCursor, @Nullable InternalRow> aggregated) {
      for (int i = 0; i < cursors.length; i++) {
        enriched.set(takenOf(i), null);
        enriched.set(aggregatedOf(i), aggregated.apply(cursors[i]));
      }
    }
  }

  /** The side of the row that a view's features are taken of. */
  static int takenOf(int view) {
    return 1 + 2 * view;
  }

  /** The side of a view's aggregations. */
  static int aggregatedOf(int view) {
    return 2 + 2 * view;
  }
}
