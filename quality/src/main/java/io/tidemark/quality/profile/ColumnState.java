package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** What is known of a column so far; one partition's at first, merged with others' later. */
abstract class ColumnState {

  /** Values are handed on in blocks of this size, which stay in the processor's cache. */
  static final int BLOCK = 1024;

  private long nulls;

  /** The state that suits a type. */
  static ColumnState of(DataType type) {
    if (type instanceof DoubleType || type instanceof FloatType) {
      return new DoubleState(type);
    }
    if (type instanceof StringType || type instanceof BinaryType) {
      return new TextState(type instanceof StringType);
    }
    if (type instanceof DecimalType decimal && !DecimalType.is64BitDecimalType(decimal)) {
      return new WideDecimalState(decimal);
    }
    return LongKind.of(type).<ColumnState>map(LongState::new).orElseGet(NestedState::new);
  }

  final void read(InternalRow row, int column) {
    if (row.isNullAt(column)) {
      nulls++;
    } else {
      value(row, column);
    }
  }

  final void read(ColumnVector column, int rows) {
    if (!column.hasNull()) {
      for (int row = 0; row < rows; row++) {
        value(column, row);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (column.isNullAt(row)) {
        nulls++;
      } else {
        value(column, row);
      }
    }
  }

  final void merge(ColumnState other) {
    nulls += other.nulls;
    mergeValues(other);
  }

  /** What was found; no more values come after it. */
  final ColumnProfile profile(String name, DataType type, long rows) {
    flush();
    return profile(new Head(name, type, rows, nulls));
  }

  final void write(DataOutput out) throws IOException {
    flush();
    out.writeLong(nulls);
    writeValues(out);
  }

  final void read(DataInput in) throws IOException {
    nulls = in.readLong();
    readValues(in);
  }

  /** What every column has. */
  record Head(String name, DataType type, long rows, long nulls) {}

  /** Takes a value of a row that is not NULL. */
  abstract void value(InternalRow row, int column);

  /** Takes a value of a batch that is not NULL. */
  abstract void value(ColumnVector column, int row);

  /** Hands on the values of the last block. */
  abstract void flush();

  /** Adds what another state of the same column has found; neither has values to hand on. */
  abstract void mergeValues(ColumnState other);

  abstract ColumnProfile profile(Head head);

  abstract void writeValues(DataOutput out) throws IOException;

  abstract void readValues(DataInput in) throws IOException;
}
