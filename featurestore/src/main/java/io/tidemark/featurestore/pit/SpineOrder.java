package io.tidemark.featurestore.pit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Spine rows that come sorted by their key, sorted by time within each key. Spark sorts by one
 * number without comparing rows, and a key has few of them: together much cheaper than a sort by
 * both. Keys with many rows are sorted by Spark again, which spills.
 */
final class SpineOrder implements Iterator<InternalRow> {
  private static final int MOST_IN_MEMORY = 4096;

  private final Iterator<InternalRow> byKey;
  private final StructType columns;
  private final KeyColumn key;
  private final int time;
  private final Comparator<UnsafeRow> order;
  // Buffers, used again for every key.
  private UnsafeRow[] rows = new UnsafeRow[8];
  private int count;
  private int next;
  private UnsafeRow following;
  private boolean follows;
  private @Nullable TimeSorter large;

  SpineOrder(Iterator<InternalRow> byKey, StructType columns, KeyColumn key, int time) {
    this.byKey = byKey;
    this.columns = columns;
    this.key = key;
    this.time = time;
    this.order =
        (a, b) ->
            a.isNullAt(time) || b.isNullAt(time)
                ? Boolean.compare(!a.isNullAt(time), !b.isNullAt(time))
                : Long.compare(a.getLong(time), b.getLong(time));
    this.following = buffer();
  }

  @Override
  public boolean hasNext() {
    return next < count || (large != null && large.hasNext()) || follows || byKey.hasNext();
  }

  @Override
  public InternalRow next() {
    if (next == count && (large == null || !large.hasNext())) {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      gather();
    }
    return large == null ? rows[next++] : large.next();
  }

  /** Collects the rows of the next key. */
  private void gather() {
    large = null;
    count = 0;
    next = 0;
    add(follows ? following : (UnsafeRow) byKey.next());
    follows = false;
    if (rows[0].isNullAt(key.ordinal())) {
      // Finds nothing, whenever it comes.
      return;
    }
    long value = key.longOf(rows[0]);
    while (byKey.hasNext()) {
      UnsafeRow row = (UnsafeRow) byKey.next();
      if (key.longOf(row) != value) {
        following.copyFrom(row);
        follows = true;
        break;
      }
      if (large != null) {
        large.insert(row);
      } else if (count < MOST_IN_MEMORY) {
        add(row);
      } else {
        large = spilled();
        large.insert(row);
      }
    }
    if (large != null) {
      large.sort();
    } else if (count > 1) {
      Arrays.sort(rows, 0, count, order);
    }
  }

  private TimeSorter spilled() {
    TimeSorter sorter = new TimeSorter(columns, time);
    for (int i = 0; i < count; i++) {
      sorter.insert(rows[i]);
    }
    count = 0;
    return sorter;
  }

  private void add(UnsafeRow row) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * rows.length);
    }
    if (rows[count] == null) {
      rows[count] = buffer();
    }
    rows[count++].copyFrom(row);
  }

  private UnsafeRow buffer() {
    return UnsafeRow.createFromByteArray(0, columns.length());
  }
}
