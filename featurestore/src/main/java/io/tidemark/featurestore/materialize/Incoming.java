package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The source's rows of one window, shaped like the view's table, and what was counted of them. */
final class Incoming {
  private final FeatureTable table;
  private final ViewSource source;
  private final Column inWindow;
  private final Column keyless;

  Incoming(FeatureTable table, ViewSource source, Window window) {
    this.table = table;
    this.source = source;
    TimeConversion known = source.knownAt();
    Duration lookback = table.view().definition().materialize().lookback();
    // A row without the time that windows go by belongs to every window, to be counted there.
    Column time = known == null ? source.eventTime().value() : known.value();
    this.inWindow = time.isNull().or(window.holds(time, known == null ? lookback : Duration.ZERO));
    this.keyless =
        table.keys().stream()
            .map(this::key)
            .map(Column::isNull)
            .reduce(Column::or)
            .orElseThrow(() -> new IllegalStateException("an entity has keys"));
  }

  /**
   * What one pass over the source has counted.
   *
   * @param first the smallest event time of the rows to keep, null if there are none
   * @param last the greatest
   */
  record Counts(
      long read,
      long nullKey,
      long nullEventTime,
      long nullKnownAt,
      @Nullable Instant first,
      @Nullable Instant last) {

    long dropped() {
      return nullKey + nullEventTime + nullKnownAt;
    }

    long kept() {
      return read - dropped();
    }
  }

  /**
   * Counts the rows.
   *
   * @throws Refusal if a time cannot be read
   */
  Counts tally() {
    TimeConversion event = source.eventTime();
    TimeConversion known = source.knownAt();
    Column noEvent = event.value().isNull();
    Column noKnown = known == null ? lit(false) : known.value().isNull();
    List<Column> sums = new ArrayList<>();
    sums.add(counted(inWindow));
    sums.add(counted(inWindow.and(keyless)));
    sums.add(counted(inWindow.and(not(keyless)).and(noEvent)));
    sums.add(counted(inWindow.and(not(keyless)).and(not(noEvent)).and(noKnown)));
    sums.add(min(when(kept(), event.value())));
    sums.add(max(when(kept(), event.value())));
    sums.addAll(event.evidence());
    if (known != null) {
      sums.addAll(known.evidence());
    }
    Row row = aggregate(source.rows().rows(), sums);
    List<Problem> problems = new ArrayList<>();
    event.problem(row, 6).ifPresent(problems::add);
    Optional.ofNullable(known).flatMap(k -> k.problem(row, 8)).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new Refusal(2, problems);
    }
    return new Counts(
        row.getLong(0),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        Times.instant(row, 4),
        Times.instant(row, 5));
  }

  /**
   * The rows to keep: keys, {@code event_ts}, {@code known_at} (NULL where the source declares
   * none), {@code _deleted}, {@code _id} and {@code _tie} where the table has them, features.
   */
  Dataset<Row> rows() {
    List<Column> columns = new ArrayList<>();
    table.keys().forEach(k -> columns.add(key(k).as(k)));
    TimeConversion known = source.knownAt();
    columns.add(source.eventTime().value().as(FeatureTable.EVENT_TS));
    columns.add(
        (known == null ? lit(null).cast(DataTypes.TimestampType) : known.value())
            .as(FeatureTable.KNOWN_AT));
    columns.add(source.deleted().as(FeatureTable.DELETED));
    if (table.hasId()) {
      columns.add(together(table.source().definition().id()).as(FeatureTable.ID));
    }
    if (table.hasTie()) {
      columns.add(together(table.view().definition().tieBreaker()).as(FeatureTable.TIE));
    }
    for (Feature feature : table.view().definition().features()) {
      columns.add(when(not(source.deleted()), Columns.named(feature.column())).as(feature.name()));
    }
    return source.rows().rows().where(kept()).select(columns.toArray(Column[]::new));
  }

  private Column kept() {
    Column whole = inWindow.and(not(keyless)).and(source.eventTime().value().isNotNull());
    TimeConversion known = source.knownAt();
    return known == null ? whole : whole.and(known.value().isNotNull());
  }

  private Column key(String name) {
    return Columns.named(table.view().definition().keys().getOrDefault(name, name));
  }

  private static Column together(List<String> columns) {
    return columns.size() == 1
        ? Columns.named(columns.get(0))
        : struct(columns.stream().map(Columns::named).toArray(Column[]::new));
  }

  private static Column counted(Column condition) {
    return count(when(condition, lit(1)));
  }

  static Row aggregate(Dataset<Row> rows, List<Column> aggregates) {
    List<Column> named = new ArrayList<>();
    for (int i = 0; i < aggregates.size(); i++) {
      named.add(aggregates.get(i).as("a" + i));
    }
    return rows.agg(named.get(0), named.subList(1, named.size()).toArray(Column[]::new)).head();
  }
}
