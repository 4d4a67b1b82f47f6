package io.tidemark.featurestore.pit;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Keys of one column that is compared as {@code long}: most are, and every row passes here. */
final class LongKey extends BatchKey {
  private final LongKeys column;

  LongKey(LongKeys column) {
    this.column = column;
  }

  @Override
  void load(List<ColumnVector> columns, int rows) {
    column.load(columns.get(0), rows);
  }

  @Override
  void keep(int row) {
    column.keep(row);
  }

  @Override
  int compareKept(int row) {
    return column.compareKept(row);
  }

  @Override
  int compare(int row, SpineKey key) {
    return column.compare(row, key);
  }

  @Override
  int starts(int rows, int[] starts) {
    long[] values = column.values();
    long before = values[0];
    starts[0] = 0;
    int groups = 1;
    for (int i = 1; i < rows; i++) {
      long value = values[i];
      if (value != before) {
        if (value < before) {
          return UNSORTED;
        }
        before = value;
        starts[groups++] = i;
      }
    }
    return groups;
  }

  @Override
  int hash(int row) {
    return column.hash(row, KeyColumn.SEED);
  }
}
