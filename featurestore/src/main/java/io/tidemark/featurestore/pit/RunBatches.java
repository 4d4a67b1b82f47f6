package io.tidemark.featurestore.pit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** The batches of one file, in order; closed by whoever opened it. */
final class RunBatches implements Closeable {
  private final RowGroups groups;
  private final RunsRead counted;
  private final Opening opening;
  private @Nullable RecordReader<Void, Object> open;
  // The row group that comes next or is being read, and how far it is read.
  private int group;
  private long read;
  // The batch of before is good until the next one is asked for.
  private boolean passed;

  /** Opens a file at some of its row groups, as if it had no others; gives batches. */
  interface Opening {
    RecordReader<Void, Object> at(ParquetMetadata groups) throws IOException, InterruptedException;
  }

  RunBatches(RowGroups groups, RunsRead counted, Opening opening) {
    this.groups = groups;
    this.counted = counted;
    this.opening = opening;
  }

  /** The next one, good until the one after it is asked for; null at the end. */
  @Nullable ColumnarBatch next() {
    if (passed) {
      close();
      passed = false;
    }
    if (group == groups.count()) {
      return null;
    }
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  private @Nullable ColumnarBatch read() throws IOException, InterruptedException {
    if (open == null) {
      open = opening.at(groups.from(group));
    }
    if (!open.nextKeyValue()) {
      group = groups.count();
      return null;
    }
    ColumnarBatch batch = (ColumnarBatch) open.getCurrentValue();
    if (read == 0) {
      counted.begun(groups.bytes(group), groups.rows(group));
    }
    read += batch.numRows();
    if (read >= groups.rows(group)) {
      group++;
      read = 0;
    }
    return batch;
  }

  /** Passes over row groups whose first key columns are all less than a key's. */
  void skipTo(SpineKey key) {
    int before = group;
    while (group < groups.count() && groups.isBelow(group, key)) {
      group++;
    }
    if (group > before) {
      read = 0;
      passed = true;
    }
  }

  /** Whether each row group begins with no smaller a first key than the one before ends with. */
  boolean areSorted() {
    return groups.areSorted();
  }

  @Override
  public void close() {
    RecordReader<Void, Object> closed = open;
    open = null;
    try {
      if (closed != null) {
        closed.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
