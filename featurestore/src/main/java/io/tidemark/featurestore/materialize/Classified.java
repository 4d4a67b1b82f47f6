package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.registry.Coverage;
import io.tidemark.quality.quarantine.QuarantineTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Every distinct row of the window and of what is stored at its event times, with what is to become
 * of it: {@code __n} how often the source has it, {@code __added} whether the table lacks it and no
 * suite withholds it, {@code __tied} whether nothing decides between it and another. One shuffle,
 * by the table's own buckets.
 */
final class Classified {
  static final String TIMES = "__n";
  static final String ADDED = "__added";
  static final String TIED = "__tied";

  /** The source's row as it was read, where incoming rows carry it; of equal ones the first. */
  static final String READ = "__read";

  private static final String STORED = "__stored";
  private static final String STORED_AT = "__stored_at";
  private static final String STORED_NOW = "__stored_now";
  private static final String STORED_FIRST = "__stored_first";
  private static final String WITHHELD = "__withheld";
  private static final String HELD = "__held";
  private static final String HELD_ANYHOW = "__held_anyhow";
  private static final String KEPT = "__kept_";

  private final FeatureTable table;
  private final int buckets;
  private final Knowing knowing;
  private final Instant now;
  private final List<Coverage> covered;

  /**
   * A classification.
   *
   * @param covered the event times that were looked at before, of {@link Knowing#FIRST_SEEN} alone
   */
  Classified(
      FeatureTable table, int buckets, Knowing knowing, Instant now, List<Coverage> covered) {
    this.table = table;
    this.buckets = buckets;
    this.knowing = knowing;
    this.now = now;
    this.covered = List.copyOf(covered);
  }

  /** Since when a row counts as known. */
  enum Knowing {
    /** Since when it says. */
    DECLARED,
    /** Since its event, or since now where it comes late. */
    FIRST_SEEN,
    /** Since now, and nothing that was ever stored is added again. */
    NOW
  }

  /** The rows that the table stores: what two rows are compared by. */
  static List<String> stored(FeatureTable table) {
    List<String> columns = new ArrayList<>(table.keys());
    columns.add(FeatureTable.EVENT_TS);
    columns.add(FeatureTable.KNOWN_AT);
    columns.add(FeatureTable.DELETED);
    if (table.hasId()) {
      columns.add(FeatureTable.ID);
    }
    if (table.hasTie()) {
      columns.add(FeatureTable.TIE);
    }
    table.view().definition().features().stream().map(Feature::name).forEach(columns::add);
    table.inputs().forEach(input -> columns.add(FeatureTable.INPUT + input));
    return columns;
  }

  /**
   * Classifies rows.
   *
   * @param history what is stored at their event times; null if the table is empty
   * @param withheld what is or is to be in quarantine, in the stored columns; null if nothing is.
   *     One with {@link #READ} holds back what was read equal to it, and nothing corrected since
   */
  Dataset<Row> of(
      Dataset<Row> incoming, @Nullable Dataset<Row> history, @Nullable Dataset<Row> withheld) {
    Optional<DataType> read = Columns.field(incoming.schema(), READ).map(StructField::dataType);
    Dataset<Row> all = marked(incoming, 1, false, false, read);
    if (history != null) {
      all = all.unionAll(marked(history, 0, true, false, read));
    }
    if (withheld != null) {
      all = all.unionAll(marked(withheld, 0, false, true, read));
    }
    Dataset<Row> placed =
        all.repartition(buckets, table.keys().stream().map(Columns::named).toArray(Column[]::new));
    return knowing == Knowing.DECLARED ? asDeclared(placed) : asFirstSeen(placed);
  }

  private Dataset<Row> marked(
      Dataset<Row> rows, long times, boolean stored, boolean withheld, Optional<DataType> read) {
    List<Column> columns = new ArrayList<>();
    stored(table).forEach(name -> columns.add(Columns.named(name)));
    boolean carries = Columns.field(rows.schema(), READ).isPresent();
    // What is never NULL in the source may be so where it was kept.
    read.map(DataType::asNullable)
        .ifPresent(type -> columns.add((carries ? col(READ) : lit(null)).cast(type).as(READ)));
    columns.add(lit(times).as(TIMES));
    columns.add(lit(stored).as(STORED));
    columns.add(lit(withheld).as(WITHHELD));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** With a declared known-at: a row is there, or it is not. */
  private Dataset<Row> asDeclared(Dataset<Row> placed) {
    Dataset<Row> distinct =
        distinct(
            placed, stored(table), List.of(max(STORED).as(STORED), max(WITHHELD).as(WITHHELD)));
    WindowSpec rank = over(place(true, false));
    Column counts = not(col(WITHHELD)).or(col(STORED));
    return distinct
        .withColumn(ADDED, col(TIMES).gt(0).and(not(col(STORED))).and(not(col(WITHHELD))))
        .withColumn(
            TIED,
            count(when(counts, 1))
                .over(rank)
                .gt(1)
                .and(max(ADDED).over(rank))
                .and(col(TIMES).gt(0))
                .and(counts));
  }

  /** Without one: a row counts as news where it differs from the newest that is stored. */
  private Dataset<Row> asFirstSeen(Dataset<Row> placed) {
    List<String> content = new ArrayList<>(stored(table));
    content.remove(FeatureTable.KNOWN_AT);
    Column known = col(FeatureTable.KNOWN_AT);
    Column event = col(FeatureTable.EVENT_TS);
    Column earliest = least(event, lit(now));
    Dataset<Row> distinct =
        distinct(
            placed,
            content,
            List.of(
                max(WITHHELD).as(WITHHELD),
                max(when(col(STORED), known)).as(STORED_AT),
                max(col(STORED).and(known.equalTo(lit(now)))).as(STORED_NOW),
                max(col(STORED).and(known.equalTo(earliest))).as(STORED_FIRST)));
    WindowSpec place = over(place(false, true));
    WindowSpec identity = over(identity());
    WindowSpec rank = over(place(false, false));
    boolean always = knowing == Knowing.NOW;
    Column late =
        always ? lit(true) : max(col(STORED_AT).isNotNull()).over(identity).or(isCovered(event));
    Column newest = max(col(STORED_AT)).over(place);
    Column never = col(STORED_AT).isNull();
    Column news = always ? never : never.or(col(STORED_AT).lt(newest));
    Column counts = not(col(WITHHELD)).or(col(STORED_AT).isNotNull());
    Dataset<Row> known1 =
        distinct
            .withColumn(
                "__contents", sum(when(col(TIMES).gt(0).and(counts), 1).otherwise(0)).over(place))
            .withColumn("__late", late)
            .withColumn("__news", news)
            .withColumn(FeatureTable.KNOWN_AT, when(col("__late"), lit(now)).otherwise(earliest))
            .withColumn(
                ADDED,
                col(TIMES)
                    .gt(0)
                    .and(not(col(WITHHELD)))
                    .and(col("__news"))
                    .and(not(col("__late").and(col(STORED_NOW)))));
    Column atNow = col(STORED_NOW).or(col(ADDED).and(known.equalTo(lit(now))));
    Column atFirst = col(STORED_FIRST).or(col(ADDED).and(known.equalTo(earliest)));
    Column besideNow = count(when(atNow, 1)).over(rank).gt(1);
    Column besideFirst = count(when(atFirst, 1)).over(rank).gt(1);
    Column beside =
        known.equalTo(lit(now)).and(besideNow).or(known.equalTo(earliest).and(besideFirst));
    return known1.withColumn(
        TIED, col(TIMES).gt(0).and(counts).and(col("__contents").gt(1)).or(col(ADDED).and(beside)));
  }

  private Dataset<Row> distinct(Dataset<Row> rows, List<String> by, List<Column> aggregates) {
    StructType schema = rows.schema();
    List<Column> groups = new ArrayList<>();
    List<Column> values = new ArrayList<>();
    values.add(sum(TIMES).as(TIMES));
    values.addAll(aggregates);
    boolean carries = Columns.field(schema, READ).isPresent();
    if (carries) {
      Column text = QuarantineTable.text(col(READ));
      values.add(min_by(col(READ), when(col(TIMES).gt(0), text)).as(READ));
      values.add(collect_set(when(col(WITHHELD), text)).as(HELD));
      values.add(max(col(WITHHELD).and(col(READ).isNull())).as(HELD_ANYHOW));
    }
    List<Column> result = new ArrayList<>();
    for (String name : by) {
      StructField field = Columns.field(schema, name).orElseThrow();
      DataType type = field.dataType();
      groups.add(Canonical.of(Columns.named(name), type).as(name));
      if (Canonical.differs(type)) {
        values.add(first(Columns.named(name)).as(KEPT + name));
        result.add(Columns.named(KEPT + name).as(name));
      } else {
        result.add(Columns.named(name));
      }
    }
    result.add(col(TIMES));
    aggregates.forEach(a -> result.add(Columns.named(a.named().name())));
    if (carries) {
      result.add(col(READ));
      result.add(col(HELD));
      result.add(col(HELD_ANYHOW));
    }
    Dataset<Row> distinct =
        rows.groupBy(groups.toArray(Column[]::new))
            .agg(values.get(0), values.subList(1, values.size()).toArray(Column[]::new))
            .select(result.toArray(Column[]::new));
    return carries ? distinct.withColumn(WITHHELD, isHeld()).drop(HELD, HELD_ANYHOW) : distinct;
  }

  /** Whether what was withheld is what was read, and not a row that the table stores as equal. */
  private static Column isHeld() {
    Column read = QuarantineTable.text(col(READ));
    Column same = col(READ).isNull().or(array_contains(col(HELD), read));
    return col(WITHHELD).and(col(HELD_ANYHOW).or(same));
  }

  /** Keys, event time and what orders rows of them; with the id, the place of one event. */
  private List<String> place(boolean withKnownAt, boolean withId) {
    List<String> columns = new ArrayList<>(table.keys());
    columns.add(FeatureTable.EVENT_TS);
    if (withKnownAt) {
      columns.add(FeatureTable.KNOWN_AT);
    }
    // Without features a row is nothing but an event, and another id is another event.
    boolean eventsOnly = table.view().definition().features().isEmpty();
    if (table.hasId() && (withId || eventsOnly || !table.hasTie())) {
      columns.add(FeatureTable.ID);
    }
    if (table.hasTie()) {
      columns.add(FeatureTable.TIE);
    }
    return columns;
  }

  private List<String> identity() {
    List<String> columns = new ArrayList<>(table.keys());
    columns.add(FeatureTable.EVENT_TS);
    if (table.hasId()) {
      columns.add(FeatureTable.ID);
    }
    return columns;
  }

  private static WindowSpec over(List<String> columns) {
    return Window.partitionBy(columns.stream().map(Columns::named).toArray(Column[]::new));
  }

  private Column isCovered(Column event) {
    Column any = lit(false);
    for (Coverage each : Coverages.merged(covered)) {
      Column in = event.lt(lit(each.to()));
      Instant from = each.from();
      any = any.or(from == null ? in : in.and(event.geq(lit(from))));
    }
    return any;
  }
}
