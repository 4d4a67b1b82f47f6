package io.tidemark.featurestore.pit;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Keys of any columns, compared one after the other. */
final class SeveralKeys extends BatchKey {
  private final BatchKeys[] columns;

  SeveralKeys(List<KeyColumn> columns) {
    this.columns = new BatchKeys[columns.size()];
    for (int i = 0; i < this.columns.length; i++) {
      this.columns[i] = BatchKeys.of(columns.get(i), i);
    }
  }

  @Override
  void load(List<ColumnVector> vectors, int rows) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].load(vectors.get(i), rows);
    }
  }

  @Override
  void keep(int row) {
    for (BatchKeys column : columns) {
      column.keep(row);
    }
  }

  @Override
  int compareKept(int row) {
    for (BatchKeys column : columns) {
      int step = column.compareKept(row);
      if (step != 0) {
        return step;
      }
    }
    return 0;
  }

  @Override
  int compare(int row, SpineKey key) {
    for (BatchKeys column : columns) {
      int step = column.compare(row, key);
      if (step != 0) {
        return step;
      }
    }
    return 0;
  }

  @Override
  int starts(int rows, int[] starts) {
    starts[0] = 0;
    int groups = 1;
    for (int i = 1; i < rows; i++) {
      int step = compare(i - 1, i);
      if (step > 0) {
        return UNSORTED;
      }
      if (step < 0) {
        starts[groups++] = i;
      }
    }
    return groups;
  }

  private int compare(int row, int other) {
    for (BatchKeys column : columns) {
      int step = column.compare(row, other);
      if (step != 0) {
        return step;
      }
    }
    return 0;
  }

  @Override
  int hash(int row) {
    int hash = KeyColumn.SEED;
    for (BatchKeys column : columns) {
      hash = column.hash(row, hash);
    }
    return hash;
  }
}
