package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * One sorted file while it is merged: a batch of it in memory, read forwards only.
 *
 * <p>Every row that is read is checked to be in its bucket and in order: by key, and within a key
 * by the time from which it counts.
 */
final class RunCursor {
  private final MergedView view;
  private final RunFile file;
  private final BatchKey keys;
  private final TakenRow taken;
  private final @Nullable WindowState windows;
  private final boolean boundedKey;
  // Later event times never count: they would overflow.
  private final long latest;

  private @Nullable RunBatches batches;
  private @Nullable ColumnarBatch batch;
  private int rows;
  private long[] event = new long[0];
  private long[] known = new long[0];
  private long[] seqs = new long[0];
  // When each row begins to count.
  private long[] counts = new long[0];
  // Of each key in the batch, its first row.
  private int[] starts = new int[0];
  private int groups;
  // Whether the batch begins with the key that the one before ended with.
  private boolean continues;
  private long keptCounts;
  private int group;
  private int row;
  private boolean ended;
  private boolean atKey;

  RunCursor(MergedView view, RunFile file, TakenRow taken, @Nullable WindowState windows) {
    this.view = view;
    this.file = file;
    this.taken = taken;
    this.windows = windows;
    this.boundedKey = view.keys().get(0).isWholeNumber();
    this.latest = Long.MAX_VALUE - view.delay();
    this.keys = BatchKey.of(view.keys());
  }

  /** Whether no row of the file counts by a time, by what is known of it unread. */
  boolean isLaterThan(long time) {
    return batches == null && file.bounds().earliest() > time;
  }

  /**
   * Goes to the first row of a key that is greater than all before; whether there is one that may
   * matter at this time or later ones.
   */
  boolean seek(SpineKey key, long time) {
    atKey = false;
    if (batches == null) {
      if (ended || !mayHave(key) || isExpired(time)) {
        return false;
      }
      batches = view.reader().open(file);
      if (!batches.areSorted()) {
        throw unmergeable("keys are not sorted");
      }
      batches.skipTo(key);
      nextBatch();
    }
    while (!ended && keys.compare(starts[groups - 1], key) < 0) {
      batches.skipTo(key);
      nextBatch();
    }
    if (ended) {
      return false;
    }
    group = gallop(key);
    row = starts[group];
    atKey = keys.compare(row, key) == 0;
    return atKey;
  }

  private boolean mayHave(SpineKey key) {
    if (!boundedKey) {
      return true;
    }
    long first = key.longAt(0);
    ended = first > file.bounds().lastKey();
    return !ended && first >= file.bounds().firstKey();
  }

  /** Whether all rows of the file are too old for a time. What is older still is not missed. */
  private boolean isExpired(long time) {
    return file.bounds().newest() < view.oldest(time);
  }

  /** The first group of the batch whose key is not less; there is one. */
  private int gallop(SpineKey key) {
    int low = group;
    int step = 1;
    while (low + step < groups && keys.compare(starts[low + step], key) < 0) {
      low += step;
      step <<= 1;
    }
    int high = Math.min(low + step, groups - 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys.compare(starts[middle], key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Offers the rows of the key that count by a time and were not offered yet. */
  void offerUpTo(long time) {
    while (atKey) {
      int end = group + 1 < groups ? starts[group + 1] : rows;
      for (; row < end && counts[row] <= time; row++) {
        if (event[row] <= latest && (seqs.length == 0 || seqs[row] <= view.newestSeq())) {
          taken.offer(this, row, event[row], known[row]);
          if (windows != null) {
            windows.offer(at(row), event[row], known[row], time);
          }
        }
      }
      if (row < end) {
        return;
      }
      atKey = group + 1 == groups && nextBatch() && continues;
    }
  }

  /** A row of the batch; good until the next one is asked for. */
  InternalRow at(int row) {
    return Objects.requireNonNull(batch).getRow(row);
  }

  /** Columns of the batch. */
  ColumnVector column(int position) {
    return Objects.requireNonNull(batch).column(position);
  }

  private boolean nextBatch() {
    boolean first = batch == null;
    if (!first) {
      keep(rows - 1);
    }
    do {
      batch = Objects.requireNonNull(batches).next();
      if (batch == null) {
        ended = true;
        close();
        return false;
      }
      rows = batch.numRows();
    } while (rows == 0);
    load(batch, first);
    return true;
  }

  private void keep(int last) {
    taken.leaving(this);
    keys.keep(last);
    keptCounts = counts[last];
  }

  private void load(ColumnarBatch batch, boolean first) {
    List<ColumnVector> columns = new ArrayList<>();
    for (int i = 0; i < view.keys().size(); i++) {
      columns.add(whole(batch, i));
    }
    keys.load(columns, rows);
    event = whole(batch, view.event()).getLongs(0, rows);
    known = whole(batch, view.known()).getLongs(0, rows);
    if (counts.length < rows) {
      counts = new long[rows];
      starts = new int[rows];
    }
    for (int i = 0; i < rows; i++) {
      counts[i] = event[i] > latest ? Long.MAX_VALUE : Math.max(event[i] + view.delay(), known[i]);
    }
    if (view.seq() >= 0) {
      seqs = whole(batch, view.seq()).getLongs(0, rows);
    }
    group(first);
    group = 0;
    row = 0;
  }

  /** Finds where keys begin, and checks the order. */
  private void group(boolean first) {
    groups = keys.starts(rows, starts);
    int step = first ? -1 : keys.compareKept(0);
    if (groups == BatchKey.UNSORTED || step > 0) {
      throw unmergeable("keys are not sorted");
    }
    continues = step == 0;
    checkBuckets();
    checkTimes();
  }

  private void checkBuckets() {
    for (int i = 0; i < groups; i++) {
      if (Math.floorMod(keys.hash(starts[i]), view.buckets()) != file.bucket()) {
        throw unmergeable("a row is in the wrong bucket");
      }
    }
  }

  /** Within a key, rows count one after the other. */
  private void checkTimes() {
    boolean sorted = !continues || keptCounts <= counts[0];
    int next = 1;
    for (int i = 1; i < rows && sorted; i++) {
      if (counts[i] < counts[i - 1]) {
        while (next < groups && starts[next] < i) {
          next++;
        }
        sorted = next < groups && starts[next] == i;
      }
    }
    if (!sorted) {
      throw unmergeable("times are not sorted");
    }
  }

  private UnmergeableException unmergeable(String what) {
    return new UnmergeableException(view.name(), what + " in " + file.path());
  }

  private ColumnVector whole(ColumnarBatch batch, int position) {
    ColumnVector column = batch.column(position);
    if (column.hasNull()) {
      throw unmergeable("a key or time is NULL");
    }
    return column;
  }

  void close() {
    if (batches != null) {
      batches.close();
    }
  }
}
