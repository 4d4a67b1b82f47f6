package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The source's rows of one window, shaped like the view's table, and what was counted of them. */
final class Incoming {
  private static final int EXAMPLES = 20;
  private static final String OFFENCE = "__offence_";

  private final FeatureTable table;
  private final ViewSource source;
  private final List<TimeConversion> times;
  private final boolean carries;
  private final Dataset<Row> shaped;
  private final Column keyless;
  private final Column inWindow;

  Incoming(FeatureTable table, ViewSource source, Window window) {
    this(table, source, window, false);
  }

  /**
   * The rows of a window.
   *
   * @param carries whether each carries what was read in {@link Classified#READ}; a deletion that
   *     scd2 adds has NULL there
   */
  Incoming(FeatureTable table, ViewSource source, Window window, boolean carries) {
    this.table = table;
    this.carries = carries;
    this.source = source;
    this.times =
        Stream.of(source.eventTime(), source.validTo(), source.knownAt())
            .flatMap(Stream::ofNullable)
            .toList();
    this.keyless =
        table.keys().stream()
            .map(key -> Columns.named(key).isNull())
            .reduce(Column::or)
            .orElseThrow(() -> new IllegalStateException("an entity has keys"));
    this.shaped = shaped();
    boolean declared = source.knownAt() != null;
    Duration lookback =
        declared ? Duration.ZERO : table.view().definition().materialize().lookback();
    // A row without the time that windows go by belongs to every window, to be counted there.
    Column time = col(declared ? FeatureTable.KNOWN_AT : FeatureTable.EVENT_TS);
    this.inWindow = time.isNull().or(window.holds(time, lookback));
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
   * Counts the rows, and the deletions that scd2 adds as rows.
   *
   * @throws Refusal if a time cannot be read, or rows of a key overlap
   */
  Counts tally() {
    Column noEvent = col(FeatureTable.EVENT_TS).isNull();
    Column noKnown = source.knownAt() == null ? lit(false) : col(FeatureTable.KNOWN_AT).isNull();
    List<Column> sums = new ArrayList<>();
    sums.add(counted(inWindow));
    sums.add(counted(inWindow.and(keyless)));
    sums.add(counted(inWindow.and(not(keyless)).and(noEvent)));
    sums.add(counted(inWindow.and(not(keyless)).and(not(noEvent)).and(noKnown)));
    sums.add(min(when(kept(), col(FeatureTable.EVENT_TS))));
    sums.add(max(when(kept(), col(FeatureTable.EVENT_TS))));
    sums.add(counted(overlaps()));
    int evidence = sums.size();
    for (int i = 0; i < times.size(); i++) {
      sums.addAll(TimeConversion.evidence(col(OFFENCE + i)));
    }
    Row row = aggregate(shaped, sums);
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      times.get(i).problem(row, evidence + 2 * i).ifPresent(problems::add);
    }
    if (problems.isEmpty() && row.getLong(6) > 0) {
      problems.add(overlapping(row.getLong(6)));
    }
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
    Stream<String> columns = Classified.stored(table).stream();
    return shaped
        .where(kept())
        .select(
            (carries ? Stream.concat(columns, Stream.of(Classified.READ)) : columns)
                .map(Columns::named)
                .toArray(Column[]::new));
  }

  /**
   * Rows of the source as its view's table stores them, with {@code known_at} as {@link #rows} has
   * it.
   *
   * @param read with the source's columns
   * @param beside columns to keep as they are
   */
  static Dataset<Row> shaped(
      FeatureTable table, ViewSource source, Dataset<Row> read, List<String> beside) {
    List<Column> columns = stored(table, source);
    beside.forEach(name -> columns.add(Columns.named(name)));
    return read.select(columns.toArray(Column[]::new));
  }

  /** All of the source in the table's shape, with what is no time in columns beside. */
  private Dataset<Row> shaped() {
    List<Column> columns = stored(table, source);
    List<String> values = new ArrayList<>();
    table.view().definition().features().stream().map(Feature::name).forEach(values::add);
    table.inputs().forEach(input -> values.add(FeatureTable.INPUT + input));
    if (carries) {
      values.add(Classified.READ);
      Column[] read =
          Arrays.stream(source.rows().schema().fieldNames())
              .map(Columns::named)
              .toArray(Column[]::new);
      columns.add(struct(read).as(Classified.READ));
    }
    for (int i = 0; i < times.size(); i++) {
      values.add(OFFENCE + i);
      columns.add(times.get(i).offence().as(OFFENCE + i));
    }
    TimeConversion end = source.validTo();
    if (end != null) {
      columns.add(end.value().as(Validity.VALID_TO));
    }
    Dataset<Row> rows = source.rows().rows().select(columns.toArray(Column[]::new));
    return end == null ? rows : Validity.events(rows, table.keys(), keyless, values);
  }

  private static List<Column> stored(FeatureTable table, ViewSource source) {
    List<Column> columns = new ArrayList<>();
    table.keys().forEach(k -> columns.add(key(table, k).as(k)));
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
    for (String input : table.inputs()) {
      columns.add(when(not(source.deleted()), Columns.named(input)).as(FeatureTable.INPUT + input));
    }
    return columns;
  }

  private Column kept() {
    Column whole = inWindow.and(not(keyless)).and(col(FeatureTable.EVENT_TS).isNotNull());
    return source.knownAt() == null ? whole : whole.and(col(FeatureTable.KNOWN_AT).isNotNull());
  }

  private Column overlaps() {
    return source.validTo() == null ? lit(false) : col(Validity.OVERLAPS);
  }

  private Problem overlapping(long rows) {
    return table
        .source()
        .error(
            "spec.validTo",
            "OVERLAPPING_ROWS",
            "%d rows of %s end before they begin, are valid beside another row of their key or reach"
                    .formatted(rows, table.source().definition().metadata().name())
                + " into the next one; nothing was written. Keys: "
                + examples(table, shaped.where(overlaps())),
            "correct the source: a row ends after it begins, and before or where the next row of"
                + " its key begins; only the last one is open");
  }

  /** At most twenty keys of rows, as JSON. */
  static String examples(FeatureTable table, Dataset<Row> rows) {
    Column[] keys = table.keys().stream().map(Columns::named).toArray(Column[]::new);
    List<String> examples = new ArrayList<>();
    for (Row key :
        rows.select(call_function("to_json", struct(keys)))
            .distinct()
            .limit(EXAMPLES)
            .takeAsList(EXAMPLES)) {
      examples.add(key.getString(0));
    }
    examples.sort(null);
    return String.join(", ", examples);
  }

  private static Column key(FeatureTable table, String name) {
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
