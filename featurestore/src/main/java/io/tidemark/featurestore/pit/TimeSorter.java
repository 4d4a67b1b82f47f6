package io.tidemark.featurestore.pit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.UnsafeExternalRowSorter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.collection.unsafe.sort.PrefixComparators;
import org.apache.spark.util.collection.unsafe.sort.RecordComparator;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/** Sorts rows by a time column, NULL first, in the memory that Spark gives a task, then on disk. */
final class TimeSorter {
  private final UnsafeExternalRowSorter sorter;
  private @Nullable Iterator<InternalRow> sorted;

  TimeSorter(StructType columns, int time) {
    try {
      sorter =
          UnsafeExternalRowSorter.createWithRecordComparator(
              columns,
              Unordered::new,
              PrefixComparators.LONG,
              new Times(time),
              SparkEnv.get().memoryManager().pageSizeBytes(),
              true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void insert(UnsafeRow row) {
    try {
      sorter.insertRow(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the inserting. */
  void sort() {
    try {
      sorted = sorter.sort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasNext() {
    return sorted != null && sorted.hasNext();
  }

  /** Good until the next one is asked for. */
  InternalRow next() {
    if (sorted == null) {
      throw new IllegalStateException("not sorted yet");
    }
    return sorted.next();
  }

  /** The time is all that is compared. */
  private static final class Unordered extends RecordComparator {
    @Override
    public int compare(Object a, long aOffset, int aLength, Object b, long bOffset, int bLength) {
      return 0;
    }
  }

  private static final class Times extends UnsafeExternalRowSorter.PrefixComputer {
    private final int time;
    private final Prefix prefix = new Prefix();

    Times(int time) {
      this.time = time;
    }

    @Override
    public Prefix computePrefix(InternalRow row) {
      prefix.isNull = row.isNullAt(time);
      prefix.value = prefix.isNull ? Long.MIN_VALUE : row.getLong(time);
      return prefix;
    }
  }
}
