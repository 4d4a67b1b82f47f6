package io.tidemark.quality.profile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** What is known of a table so far. As bytes it goes from task to task. */
final class TableState {
  private final StructType schema;
  private final ColumnState[] columns;
  private long rows;

  TableState(StructType schema) {
    this.schema = schema;
    this.columns = new ColumnState[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = ColumnState.of(schema.apply(i).dataType());
    }
  }

  void add(InternalRow row) {
    rows++;
    for (int i = 0; i < columns.length; i++) {
      columns[i].read(row, i);
    }
  }

  /**
   * Adds a batch.
   *
   * @param ordinals where in the batch each column is
   */
  void add(ColumnarBatch batch, int[] ordinals) {
    rows += batch.numRows();
    for (int i = 0; i < columns.length; i++) {
      columns[i].read(batch.column(ordinals[i]), batch.numRows());
    }
  }

  private void merge(TableState other) {
    rows += other.rows;
    for (int i = 0; i < columns.length; i++) {
      columns[i].merge(other.columns[i]);
    }
  }

  TableProfile profile() {
    List<ColumnProfile> profiles = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      StructField field = schema.apply(i);
      profiles.add(columns[i].profile(field.name(), field.dataType(), rows));
    }
    return new TableProfile(rows, profiles);
  }

  /** Two states as one; no bytes are the state of no rows. */
  static byte[] merged(StructType schema, byte[] one, byte[] other) {
    if (one.length == 0 || other.length == 0) {
      return one.length == 0 ? other : one;
    }
    TableState merged = of(schema, one);
    merged.merge(of(schema, other));
    return merged.bytes();
  }

  static TableState of(StructType schema, byte[] bytes) {
    TableState state = new TableState(schema);
    if (bytes.length == 0) {
      return state;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      state.rows = in.readLong();
      for (ColumnState column : state.columns) {
        column.read(in);
      }
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(rows);
      for (ColumnState column : columns) {
        column.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
