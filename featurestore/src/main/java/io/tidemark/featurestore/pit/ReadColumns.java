package io.tidemark.featurestore.pit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a view's files that a merge reads: the keys, the event time, known-at and
 * deletion, then what else is needed, each once.
 *
 * @param ties the columns that decide between rows of equal times, one after the other
 * @param seq position of {@code _seq}, -1 if it does not matter
 */
record ReadColumns(StructType columns, List<MergedView.Tie> ties, int seq) {

  /**
   * What a view reads.
   *
   * @param windows the columns of its aggregations
   */
  static ReadColumns of(AsOfView view, SortedRuns runs, List<String> windows) {
    StructType columns = new StructType();
    for (AsOfView.Key key : view.keys()) {
      columns = columns.add(Shapes.field(runs.columns(), key.column()));
    }
    for (String name : List.of(AsOfView.EVENT_TS, AsOfView.KNOWN_AT, AsOfView.DELETED)) {
      columns = columns.add(Shapes.field(runs.columns(), name));
    }
    for (String tie : view.ties()) {
      columns = with(columns, Shapes.field(runs.columns(), tie));
    }
    if (runs.newestSeq() != null) {
      columns = with(columns, Shapes.field(runs.columns(), SortedRuns.SEQ));
    }
    for (AsOfView.Output feature : view.features()) {
      columns = with(columns, Shapes.field(runs.columns(), feature.column()));
    }
    for (String column : windows) {
      columns = with(columns, Shapes.field(runs.columns(), column));
    }
    StructType read = columns;
    return new ReadColumns(
        read,
        view.ties().stream()
            .map(read::fieldIndex)
            .map(at -> new MergedView.Tie(at, read.fields()[at].dataType()))
            .toList(),
        runs.newestSeq() == null ? -1 : read.fieldIndex(SortedRuns.SEQ));
  }

  private static StructType with(StructType columns, StructField field) {
    return List.of(columns.fieldNames()).contains(field.name()) ? columns : columns.add(field);
  }

  /** Names a column that the view needs and its files have not; null if all are there. */
  static @Nullable String missing(AsOfView view, SortedRuns runs) {
    List<String> there = List.of(runs.columns().fieldNames());
    List<String> needed = new ArrayList<>();
    view.keys().forEach(key -> needed.add(key.column()));
    view.features().forEach(feature -> needed.add(feature.column()));
    Optional.ofNullable(view.tieColumn()).ifPresent(needed::add);
    Optional.ofNullable(view.idColumn()).ifPresent(needed::add);
    view.windows().forEach(window -> Optional.ofNullable(window.input()).ifPresent(needed::add));
    return needed.stream()
        .filter(column -> !there.contains(column))
        .findFirst()
        .map(column -> "its files have no column " + column)
        .orElse(null);
  }

  /** What the view adds to a spine row. */
  List<StructField> outputs(AsOfView view) {
    List<StructField> outputs = new ArrayList<>();
    for (AsOfView.Output feature : view.features()) {
      outputs.add(output(feature.column(), feature.name()));
    }
    outputs.add(output(AsOfView.EVENT_TS, view.eventTimeColumn()));
    outputs.add(output(AsOfView.KNOWN_AT, view.knownAtColumn()));
    return outputs;
  }

  private StructField output(String column, String name) {
    StructField field = Shapes.field(columns, column);
    return new StructField(name, field.dataType(), true, field.metadata());
  }

  /** Where {@link #outputs} stand among the columns read. */
  List<Integer> outputPositions(AsOfView view) {
    List<Integer> positions = new ArrayList<>();
    for (AsOfView.Output feature : view.features()) {
      positions.add(columns.fieldIndex(Shapes.field(columns, feature.column()).name()));
    }
    positions.add(columns.fieldIndex(AsOfView.EVENT_TS));
    positions.add(columns.fieldIndex(AsOfView.KNOWN_AT));
    return positions;
  }
}
