package io.tidemark.featurestore.pit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events in files among those that Spark keeps for a while, as Spark writes rows. */
final class EventFiles {
  private static final Logger LOG = LoggerFactory.getLogger(EventFiles.class);
  private static final int EVENT = 0;
  private static final int KNOWN = 1;
  private static final int DELETED = 2;
  private static final int ID = 3;
  private static final int TIE = 4;
  private static final int MEETS = 5;

  private final DataType idType;
  private final DataType tieType;
  private final DataType[] inputTypes;
  private final int conditions;
  private final DataType[] types;
  private @Nullable Function<InternalRow, UnsafeRow> rows;

  /** For events of these aggregations. */
  EventFiles(MergedWindows windows) {
    idType = windows.idType();
    tieType = windows.tieType() == null ? DataTypes.NullType : windows.tieType();
    inputTypes = windows.inputTypes();
    conditions = windows.conditions().count();
    List<DataType> columns = new ArrayList<>();
    columns.addAll(List.of(DataTypes.LongType, DataTypes.LongType, DataTypes.BooleanType));
    columns.addAll(List.of(idType, tieType));
    for (int i = 0; i < conditions; i++) {
      columns.add(DataTypes.BooleanType);
    }
    columns.addAll(List.of(inputTypes));
    types = columns.toArray(new DataType[0]);
  }

  /** Writes a new file; none is left if that fails. */
  File write(List<WindowEvent> events) {
    if (rows == null) {
      rows = SparkInternals.unsafeRows(types);
    }
    File file = SparkInternals.temporaryFile();
    boolean written = false;
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                SparkInternals.encrypted(Files.newOutputStream(file.toPath()))))) {
      for (WindowEvent event : events) {
        byte[] bytes = rows.apply(row(event)).getBytes();
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      written = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!written) {
        delete(file);
      }
    }
    SparkInternals.countSpilled(file.length());
    return file;
  }

  List<WindowEvent> read(File file, int count) {
    List<WindowEvent> events = new ArrayList<>(count);
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                SparkInternals.decrypted(Files.newInputStream(file.toPath()))))) {
      for (int i = 0; i < count; i++) {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        UnsafeRow row = new UnsafeRow(types.length);
        row.pointTo(bytes, bytes.length);
        events.add(event(row));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(File file) {
    try {
      Files.deleteIfExists(file.toPath());
    } catch (IOException e) {
      // Spark deletes its folders at last.
      LOG.warn("{} stays for now", file, e);
    }
  }

  private InternalRow row(WindowEvent event) {
    Object[] values = new Object[types.length];
    values[EVENT] = event.event;
    values[KNOWN] = event.known;
    values[DELETED] = event.deleted;
    values[ID] = event.id;
    values[TIE] = event.tie;
    for (int i = 0; i < conditions; i++) {
      values[MEETS + i] = event.meets[i];
    }
    System.arraycopy(event.inputs, 0, values, MEETS + conditions, inputTypes.length);
    return new GenericInternalRow(values);
  }

  private WindowEvent event(UnsafeRow row) {
    boolean[] meets = new boolean[conditions];
    for (int i = 0; i < conditions; i++) {
      meets[i] = row.getBoolean(MEETS + i);
    }
    @Nullable Object[] inputs = new Object[inputTypes.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = value(row, MEETS + conditions + i, inputTypes[i]);
    }
    return new WindowEvent(
        row.getLong(EVENT),
        value(row, ID, idType),
        row.getLong(KNOWN),
        value(row, TIE, tieType),
        row.getBoolean(DELETED),
        inputs,
        meets);
  }

  /** A copy, so that a value that is kept does not keep its row. */
  private static @Nullable Object value(UnsafeRow row, int position, DataType type) {
    return row.isNullAt(position) ? null : InternalRow.copyValue(row.get(position, type));
  }
}
