package io.tidemark.featurestore.pit;

import org.apache.spark.sql.vectorized.ColumnVector;

/** One key column of the batch that a run stands in, and of the row before the batch. */
abstract sealed class BatchKeys permits LongKeys, ObjectKeys {

  static BatchKeys of(KeyColumn column, int position) {
    return column.isLong() ? new LongKeys(column, position) : new ObjectKeys(column, position);
  }

  /** Goes to another batch, whose column has no NULL. */
  abstract void load(ColumnVector values, int rows);

  /** Keeps a row's value when its batch goes. */
  abstract void keep(int row);

  /** Compares what was kept with a row. */
  abstract int compareKept(int row);

  abstract int compare(int row, int other);

  abstract int compare(int row, SpineKey key);

  /** Spark's hash of a row's value, from the hash of the columns before. */
  abstract int hash(int row, int seed);
}
