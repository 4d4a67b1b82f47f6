package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Resolves the aggregations of a view that is merged. */
final class WindowPlan {
  private final SparkSession session;
  private final AsOfView view;
  private final StructType table;

  WindowPlan(SparkSession session, AsOfView view, StructType table) {
    this.session = session;
    this.view = view;
    this.table = table;
  }

  /** The stored columns that the aggregations read. */
  List<String> columns() {
    List<String> columns = new ArrayList<>();
    if (view.windows().isEmpty()) {
      return columns;
    }
    columns.add(Objects.requireNonNull(view.idColumn()));
    for (WindowAggregate window : view.windows()) {
      if (window.input() != null) {
        columns.add(window.input());
      }
      if (window.where() != null) {
        columns.addAll(SparkInternals.columns(session, table, window.where()));
      }
    }
    return columns;
  }

  /**
   * For tasks that read these columns; null if there are no aggregations.
   *
   * @param read all of {@link #columns}, the deletion and the tie among them
   * @param most so many events of a key are held in memory; others lie on disk
   */
  @Nullable MergedWindows over(StructType read, int most) {
    if (view.windows().isEmpty()) {
      return null;
    }
    List<MergedWindow> merged = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    List<Column> conditions = new ArrayList<>();
    for (WindowAggregate window : view.windows()) {
      String input = window.input();
      if (input != null && !inputs.contains(input)) {
        inputs.add(input);
      }
      Column where = window.where();
      if (where != null && !conditions.contains(where)) {
        conditions.add(where);
      }
      merged.add(
          merged(
              window,
              input == null ? -1 : inputs.indexOf(input),
              where == null ? -1 : conditions.indexOf(where)));
    }
    int id = read.fieldIndex(Objects.requireNonNull(view.idColumn()));
    int tie = view.tieColumn() == null ? -1 : read.fieldIndex(view.tieColumn());
    return new MergedWindows(
        view.name(),
        most,
        merged,
        read.fieldIndex(AsOfView.DELETED),
        tie,
        tie < 0 ? null : read.fields()[tie].dataType(),
        id,
        read.fields()[id].dataType(),
        inputs.stream().mapToInt(read::fieldIndex).toArray(),
        inputs.stream().map(this::type).toArray(DataType[]::new),
        SparkInternals.conditions(session, read, conditions),
        keyType());
  }

  private MergedWindow merged(WindowAggregate window, int input, int condition) {
    DataType type = window.input() == null ? null : type(window.input());
    DataType result = result(window);
    return new MergedWindow(
        window.label(),
        window.function(),
        input,
        type,
        result,
        Micros.of(window.window()).orElse(Long.MAX_VALUE),
        window.reach(),
        condition,
        SparkInternals.value(WindowValues.empty(window, result)),
        window.n());
  }

  /** The output columns, in order. */
  List<StructField> outputs() {
    List<StructField> outputs = new ArrayList<>();
    for (WindowAggregate window : view.windows()) {
      outputs.add(DataTypes.createStructField(window.name(), result(window), true));
    }
    return outputs;
  }

  private DataType result(WindowAggregate window) {
    DataType input = window.input() == null ? null : type(window.input());
    return AggregateTypes.result(window.function(), input)
        .orElseThrow(() -> new IllegalArgumentException(window.label() + " of " + input));
  }

  private DataType type(String column) {
    return Shapes.field(table, column).dataType();
  }

  private StructType keyType() {
    StructType type = new StructType();
    for (AsOfView.Key key : view.keys()) {
      type = type.add(key.column(), type(key.column()));
    }
    return type;
  }
}
