package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.engine.Subject;
import io.tidemark.quality.quarantine.QuarantineTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a batch in their three shapes: as the suite judges them, which is as its source has
 * them or as the view shows them, as quarantine keeps them, and as the view's table stores them.
 */
final class BatchRows {
  private final FeatureTable table;
  private final ViewSource source;
  private final boolean ofSource;

  BatchRows(FeatureTable table, ViewSource source, DataRef dataset) {
    this.table = table;
    this.source = source;
    this.ofSource = dataset instanceof DataRef.OfSource;
  }

  /** Whether classified rows need to carry what was read. */
  boolean carry() {
    return ofSource;
  }

  /**
   * Classified rows as the suite judges them; deletions that scd2 adds are no row of the source.
   */
  Dataset<Row> judged(Dataset<Row> classified) {
    if (ofSource) {
      Column read = col(Classified.READ);
      return classified
          .where(read.isNotNull())
          .select(
              Arrays.stream(source.rows().schema().fieldNames())
                  .map(name -> read.getField(name).as(name))
                  .toArray(Column[]::new));
    }
    List<Column> columns = new ArrayList<>();
    shown(table).forEach(name -> columns.add(Columns.named(name)));
    columns.add(
        struct(hidden().stream().map(Columns::named).toArray(Column[]::new)).as(Subject.CARRIED));
    return classified.select(columns.toArray(Column[]::new));
  }

  /** Judged rows as quarantine keeps them, with what they violate. */
  Dataset<Row> kept(Dataset<Row> judged) {
    if (ofSource) {
      return judged;
    }
    List<Column> columns = new ArrayList<>();
    shown(table).forEach(name -> columns.add(Columns.named(name)));
    hidden().forEach(name -> columns.add(col(Subject.CARRIED).getField(name).as(name)));
    columns.add(col(QuarantineTable.VIOLATIONS));
    return judged.select(columns.toArray(Column[]::new));
  }

  /** Kept rows as they are judged again; their ids go with them unseen. */
  Dataset<Row> again(Dataset<Row> kept) {
    List<String> seen = ofSource ? List.of(source.rows().schema().fieldNames()) : shown(table);
    List<Column> unseen = new ArrayList<>(List.of(col(QuarantineTable.ROW_ID)));
    if (!ofSource) {
      hidden().forEach(name -> unseen.add(Columns.named(name)));
    }
    List<Column> columns = new ArrayList<>();
    seen.forEach(name -> columns.add(Columns.named(name)));
    columns.add(struct(unseen.toArray(Column[]::new)).as(Subject.CARRIED));
    return complete(kept).select(columns.toArray(Column[]::new));
  }

  /** The column of the view's table that holds what a column of the dataset does, if one does. */
  Optional<String> storedAs(String column) {
    FeatureViewDefinition view = table.view().definition();
    if (!ofSource) {
      return shown(table).stream().filter(column::equals).findFirst();
    }
    Stream<String> keys =
        table.keys().stream().filter(key -> view.keys().getOrDefault(key, key).equals(column));
    Stream<String> id =
        table.source().definition().id().equals(List.of(column))
            ? Stream.of(FeatureTable.ID)
            : Stream.of();
    Stream<String> features =
        view.features().stream().filter(f -> f.column().equals(column)).map(Feature::name);
    Stream<String> inputs =
        table.inputs().stream().filter(column::equals).map(input -> FeatureTable.INPUT + input);
    return Stream.of(keys, id, features, inputs).flatMap(names -> names).findFirst();
  }

  /** Stored rows as the dataset's, with those of its columns that hold what the dataset's do. */
  Dataset<Row> asDataset(Dataset<Row> stored) {
    List<String> seen = ofSource ? List.of(source.rows().schema().fieldNames()) : shown(table);
    List<Column> columns = new ArrayList<>();
    for (String name : seen) {
      storedAs(name).ifPresent(column -> columns.add(Columns.named(column).as(name)));
    }
    Column[] whole = Classified.stored(table).stream().map(Columns::named).toArray(Column[]::new);
    columns.add(struct(whole).as(Subject.CARRIED));
    return stored.select(columns.toArray(Column[]::new));
  }

  /** The same the other way. */
  Dataset<Row> fromDataset(Dataset<Row> rows) {
    return rows.select(
        Classified.stored(table).stream()
            .map(name -> col(Subject.CARRIED).getField(name).as(name))
            .toArray(Column[]::new));
  }

  /**
   * Kept rows as the view's table stores them.
   *
   * @param beside columns to keep as they are
   */
  Dataset<Row> stored(Dataset<Row> kept, List<String> beside) {
    if (ofSource) {
      return Incoming.shaped(table, source, complete(kept), beside);
    }
    List<Column> columns = new ArrayList<>();
    Classified.stored(table).forEach(name -> columns.add(Columns.named(name)));
    beside.forEach(name -> columns.add(Columns.named(name)));
    return kept.select(columns.toArray(Column[]::new));
  }

  /**
   * Kept rows as the view's table stores them, for {@link Classified}.
   *
   * @param past TRUE for those that hold back what was read equal to them, and nothing else
   */
  Dataset<Row> withheld(Dataset<Row> kept, Column past) {
    if (!ofSource) {
      return stored(kept, List.of());
    }
    Column[] read =
        Arrays.stream(source.rows().schema().fieldNames())
            .map(Columns::named)
            .toArray(Column[]::new);
    return stored(
        complete(kept).withColumn(Classified.READ, when(past, struct(read))),
        List.of(Classified.READ));
  }

  /** Rows that were kept before the source had some of its columns. */
  private Dataset<Row> complete(Dataset<Row> kept) {
    Dataset<Row> rows = kept;
    if (!ofSource) {
      return rows;
    }
    for (StructField field : source.rows().schema().fields()) {
      if (Columns.field(kept.schema(), field.name()).isEmpty()) {
        rows = rows.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return rows;
  }

  /** The columns of a view that rules, profiles and people see. */
  static List<String> shown(FeatureTable table) {
    List<String> columns = new ArrayList<>(table.keys());
    columns.add(FeatureTable.EVENT_TS);
    columns.add(FeatureTable.KNOWN_AT);
    table.view().definition().features().stream().map(Feature::name).forEach(columns::add);
    table.inputs().forEach(input -> columns.add(FeatureTable.INPUT + input));
    return columns;
  }

  private List<String> hidden() {
    List<String> columns = new ArrayList<>(Classified.stored(table));
    columns.removeAll(shown(table));
    return columns;
  }
}
