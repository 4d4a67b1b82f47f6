package io.tidemark.featurestore.pit;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The keys of the batch that a run stands in, and of the row before the batch. */
abstract sealed class BatchKey permits LongKey, SeveralKeys {

  /** What {@link #starts} gives for keys that are not sorted. */
  static final int UNSORTED = -1;

  /** Keys of these columns, which are the first of a batch. */
  static BatchKey of(List<KeyColumn> columns) {
    return columns.size() == 1 && columns.get(0).isLong()
        ? new LongKey(new LongKeys(columns.get(0), 0))
        : new SeveralKeys(columns);
  }

  /** Goes to another batch, whose key columns have no NULL. */
  abstract void load(List<ColumnVector> columns, int rows);

  /** Keeps a row's key when its batch goes. */
  abstract void keep(int row);

  /** Compares what was kept with a row. */
  abstract int compareKept(int row);

  abstract int compare(int row, SpineKey key);

  /**
   * Finds the first row of each key; the batch has rows.
   *
   * @param starts where to put them
   * @return how many keys there are, or {@link #UNSORTED}
   */
  abstract int starts(int rows, int[] starts);

  /** Spark's hash of a row's key. */
  abstract int hash(int row);
}
