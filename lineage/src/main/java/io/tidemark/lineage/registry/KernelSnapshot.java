package io.tidemark.lineage.registry;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One version of a registry table. */
final class KernelSnapshot {

  private static final int ADD = InternalScanFileUtils.ADD_FILE_ORDINAL;

  private final Engine engine;
  private final Snapshot snapshot;
  private final String location;

  KernelSnapshot(Engine engine, Snapshot snapshot, String location) {
    this.engine = engine;
    this.snapshot = snapshot;
    this.location = location;
  }

  long version() {
    return snapshot.getVersion(engine);
  }

  /** A condition that lets whole files be skipped; rows must be looked at again. */
  static Predicate equal(String column, String value) {
    return new Predicate("=", new Column(column), Literal.ofString(value));
  }

  /**
   * Every row of the files that may hold what is looked for.
   *
   * @param columns in this order; empty for all
   */
  List<Cells> rows(List<String> columns, @Nullable Predicate hint) {
    List<Cells> rows = new ArrayList<>();
    scan(columns, hint, rows::add);
    return rows;
  }

  void scan(List<String> columns, @Nullable Predicate hint, Consumer<Cells> each) {
    scan(columns, hint, file -> true, each);
  }

  /**
   * As above, but opens some of the files only.
   *
   * @param wanted is asked once for each path
   */
  void scan(
      List<String> columns,
      @Nullable Predicate hint,
      java.util.function.Predicate<String> wanted,
      Consumer<Cells> each) {
    try {
      ScanBuilder builder = snapshot.getScanBuilder(engine);
      if (!columns.isEmpty()) {
        StructType all = snapshot.getSchema(engine);
        StructType some = new StructType();
        for (String column : columns) {
          some = some.add(all.get(column));
        }
        builder = builder.withReadSchema(engine, some);
      }
      if (hint != null) {
        builder = builder.withFilter(engine, hint);
      }
      Scan scan = builder.build();
      Row state = scan.getScanState(engine);
      try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
        while (files.hasNext()) {
          try (CloseableIterator<Row> batch = files.next().getRows()) {
            while (batch.hasNext()) {
              Row file = batch.next();
              if (wanted.test(InternalScanFileUtils.getAddFileStatus(file).getPath())) {
                scanFile(state, file, each);
              }
            }
          }
        }
      }
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), location);
    } catch (RuntimeException e) {
      throw Trouble.refusalOr(e, location);
    }
  }

  /** True if one of the table's files has one of these names. */
  boolean holdsAny(Set<String> names) {
    boolean[] found = {false};
    if (!names.isEmpty()) {
      scan(
          List.of(),
          null,
          path -> {
            found[0] |= names.contains(fileName(path));
            return false;
          },
          cells -> {});
    }
    return found[0];
  }

  static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void scanFile(Row state, Row file, Consumer<Cells> each) throws IOException {
    FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(engine, state);
    try (CloseableIterator<FilteredColumnarBatch> data =
        Scan.transformPhysicalData(
            engine,
            state,
            file,
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(status), physical, Optional.empty()))) {
      while (data.hasNext()) {
        try (CloseableIterator<Row> rows = data.next().getRows()) {
          while (rows.hasNext()) {
            each.accept(Cells.of(rows.next()));
          }
        }
      }
    }
  }

  /** Actions that take every file out of the table. */
  List<Row> removals() throws IOException {
    List<Row> removals = new ArrayList<>();
    long now = System.currentTimeMillis();
    try (CloseableIterator<FilteredColumnarBatch> files =
        snapshot.getScanBuilder(engine).build().getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> batch = files.next().getRows()) {
          while (batch.hasNext()) {
            removals.add(removal(batch.next().getStruct(ADD), now));
          }
        }
      }
    }
    return removals;
  }

  private static Row removal(Row add, long now) {
    StructType adds = add.getSchema();
    StructType removes = RemoveFile.FULL_SCHEMA;
    Map<Integer, Object> values = new HashMap<>();
    values.put(removes.indexOf("path"), add.getString(adds.indexOf("path")));
    values.put(removes.indexOf("deletionTimestamp"), now);
    values.put(removes.indexOf("dataChange"), true);
    values.put(removes.indexOf("extendedFileMetadata"), true);
    values.put(removes.indexOf("partitionValues"), VectorUtils.stringStringMapValue(Map.of()));
    values.put(removes.indexOf("size"), add.getLong(adds.indexOf("size")));
    return SingleAction.createRemoveFileSingleAction(new GenericRow(removes, values));
  }
}
