package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of which only the NULLs are counted: arrays, structs, maps, intervals. */
final class NestedState extends ColumnState {

  @Override
  void value(InternalRow row, int column) {}

  @Override
  void value(ColumnVector column, int row) {}

  @Override
  void flush() {}

  @Override
  void mergeValues(ColumnState other) {}

  @Override
  ColumnProfile profile(Head head) {
    return new ColumnProfile(
        head.name(), head.type(), head.rows(), head.nulls(), null, null, null, null, null);
  }

  @Override
  void writeValues(DataOutput out) {}

  @Override
  void readValues(DataInput in) {}
}
