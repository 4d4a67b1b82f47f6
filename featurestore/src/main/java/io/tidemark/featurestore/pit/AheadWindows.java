package io.tidemark.featurestore.pit;

import static io.tidemark.featurestore.pit.Micros.named;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.definition.Knowledge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Aggregations of the events after a spine row's time, over rows in any order: spine and events are
 * shuffled by key and sorted by time, and merged. Answers as {@link PlainWindows} does.
 */
public final class AheadWindows {
  private final AsOfView view;
  private final String time;
  private final Knowledge knowledge;
  private final int mostEvents;

  /**
   * Answers the windows of a view; its features are not looked up.
   *
   * @param view all of whose windows look ahead
   * @param knowledge as of some time, or as corrected
   */
  public AheadWindows(AsOfView view, String time, Knowledge knowledge) {
    this(view, time, knowledge, MergeJoin.MOST_EVENTS);
  }

  /**
   * Bounds memory otherwise.
   *
   * @param mostEvents of a key that are held in memory; others lie on disk
   */
  AheadWindows(AsOfView view, String time, Knowledge knowledge, int mostEvents) {
    if (view.windows().stream().anyMatch(w -> w.reach() != WindowAggregate.Reach.AFTER)
        || knowledge.mode() == Knowledge.Mode.AS_KNOWN) {
      throw new IllegalArgumentException(view.name() + " does not look ahead");
    }
    this.view = view;
    this.time = time;
    this.knowledge = knowledge;
    this.mostEvents = mostEvents;
  }

  /** The rows with a column more for each aggregation. */
  public Dataset<Row> add(Dataset<Row> rows) {
    SparkSession session = rows.sparkSession();
    int partitions = Integer.parseInt(session.conf().get("spark.sql.shuffle.partitions"));
    StructType columns = rows.schema();
    Dataset<Row> events = events();
    StructType read = events.schema();
    List<Column> asked = new ArrayList<>();
    List<Column> stored = new ArrayList<>();
    List<KeyColumn> askedKeys = new ArrayList<>();
    List<KeyColumn> storedKeys = new ArrayList<>();
    for (AsOfView.Key key : view.keys()) {
      StructField field = Shapes.field(columns, key.spineColumn());
      asked.add(named(field.name()));
      askedKeys.add(new KeyColumn(field.dataType(), columns.fieldIndex(field.name())));
      stored.add(named(key.column()));
      storedKeys.add(new KeyColumn(field.dataType(), read.fieldIndex(key.column())));
    }
    WindowPlan plan = new WindowPlan(session, view, read);
    StructType enriched = columns;
    for (StructField output : plan.outputs()) {
      enriched = enriched.add(output);
    }
    AheadTask task =
        new AheadTask(
            askedKeys,
            columns.fieldIndex(Shapes.field(columns, time).name()),
            columns.length(),
            storedKeys,
            read.fieldIndex(AsOfView.EVENT_TS),
            read.fieldIndex(AsOfView.KNOWN_AT),
            Objects.requireNonNull(plan.over(read, mostEvents)));
    JavaRDD<InternalRow> spine = sorted(rows, partitions, asked, named(time));
    JavaRDD<InternalRow> history = sorted(events, partitions, stored, named(AsOfView.EVENT_TS));
    return SparkInternals.query(session, spine.zipPartitions(history, task), enriched);
  }

  private static JavaRDD<InternalRow> sorted(
      Dataset<Row> rows, int partitions, List<Column> keys, Column time) {
    List<Column> order = new ArrayList<>(keys);
    order.add(time);
    JavaRDD<InternalRow> sorted =
        SparkInternals.rows(
            rows.repartition(partitions, keys.toArray(new Column[0]))
                .sortWithinPartitions(order.toArray(new Column[0])));
    // Of what is known to be empty Spark plans no partitions.
    return sorted.getNumPartitions() == 0
        ? new JavaSparkContext(rows.sparkSession().sparkContext())
            .parallelize(List.of(), partitions)
        : sorted;
  }

  /** The rows that can count, with the columns that matter. */
  private Dataset<Row> events() {
    Set<String> names = new LinkedHashSet<>();
    view.keys().forEach(key -> names.add(key.column()));
    names.addAll(List.of(AsOfView.EVENT_TS, AsOfView.KNOWN_AT));
    Column counts = lit(true);
    for (String name : names) {
      counts = counts.and(named(name).isNotNull());
    }
    if (knowledge.asOf() != null) {
      counts =
          counts.and(Micros.of(named(AsOfView.KNOWN_AT)).leq(lit(Micros.of(knowledge.asOf()))));
    }
    names.add(AsOfView.DELETED);
    if (view.tieColumn() != null) {
      names.add(view.tieColumn());
    }
    WindowPlan plan = new WindowPlan(view.rows().sparkSession(), view, view.rows().schema());
    names.addAll(plan.columns());
    return view.rows()
        .where(counts)
        .select(names.stream().map(Micros::named).toArray(Column[]::new));
  }
}
