package io.tidemark.featurestore.pit;

import static io.tidemark.featurestore.pit.Micros.named;

import io.tidemark.featurestore.definition.Knowledge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The join on the sorted-run layout: the spine goes to the buckets and is sorted, and each task
 * merges its share with the files of its buckets, all views of an entity in one pass. The history
 * is neither shuffled nor sorted, and read forwards in batches of columns, so that a task's memory
 * does not grow with it. Views that cannot be merged are answered by {@link PlainJoin}.
 */
public final class MergeJoin implements PointInTimeJoin {

  /** How this engine is called in results. */
  public static final String WAY = "merge";

  private static final Logger LOG = LoggerFactory.getLogger(MergeJoin.class);

  // About 50 MB a view and task.
  static final int MOST_EVENTS = 1 << 18;

  private final PlainJoin plain = new PlainJoin();
  private final int mostEvents;

  public MergeJoin() {
    this(MOST_EVENTS);
  }

  /**
   * Bounds memory otherwise.
   *
   * @param mostEvents of a key that the windows of a view hold in memory; others lie on disk
   */
  MergeJoin(int mostEvents) {
    this.mostEvents = mostEvents;
  }

  @Override
  public Joined join(SpineRows spine, List<AsOfView> views, Knowledge knowledge) {
    return join(spine, views, knowledge, Map.of());
  }

  /**
   * @param unmergeable why views are not to be merged, by name
   */
  private Joined join(
      SpineRows spine, List<AsOfView> views, Knowledge knowledge, Map<String, String> unmergeable) {
    Shapes.check(spine, views);
    SortedMap<String, Way> ways = new TreeMap<>();
    Map<Entity, List<AsOfView>> entities = new LinkedHashMap<>();
    List<AsOfView> others = new ArrayList<>();
    for (AsOfView view : views) {
      String known = unmergeable.get(view.name());
      String whyNot = known == null ? Mergeable.whyNot(view, knowledge) : known;
      if (whyNot == null) {
        SparkContext context = spine.rows().sparkSession().sparkContext();
        ways.put(view.name(), new Way(WAY, null, new RunsRead(context, runs(view).files())));
        entities.computeIfAbsent(Entity.of(view), e -> new ArrayList<>()).add(view);
      } else {
        ways.put(view.name(), new Way(PlainJoin.WAY, whyNot, null));
        others.add(view);
      }
    }
    Dataset<Row> rows = spine.rows();
    for (List<AsOfView> entity : entities.values()) {
      rows = merge(new SpineRows(rows, spine.time()), entity, ways);
    }
    if (!others.isEmpty()) {
      rows = plain.join(new SpineRows(rows, spine.time()), others, knowledge).rows();
    }
    List<Column> columns = new ArrayList<>();
    for (String column : spine.rows().columns()) {
      columns.add(named(column));
    }
    for (AsOfView view : views) {
      outputs(view).forEach(name -> columns.add(named(name)));
    }
    return new Joined(rows.select(columns.toArray(new Column[0])), ways);
  }

  @Override
  public <T> T answer(
      SpineRows spine, List<AsOfView> views, Knowledge knowledge, Function<Joined, T> use) {
    Map<String, String> unmergeable = new TreeMap<>();
    while (true) {
      try {
        return use.apply(join(spine, views, knowledge, unmergeable));
      } catch (Exception | LinkageError e) {
        // Spark throws checked exceptions that it does not declare.
        int before = unmergeable.size();
        for (AsOfView view : views) {
          whyNot(view, e).ifPresent(why -> unmergeable.putIfAbsent(view.name(), why));
        }
        if (unmergeable.size() == before) {
          throw e;
        }
        LOG.warn("views are shuffled: {}", unmergeable);
      }
    }
  }

  private static Optional<String> whyNot(AsOfView view, Throwable failure) {
    return SparkInternals.isMissing(failure)
        ? Optional.of("this Spark is not one that files can be merged with")
        : UnmergeableException.why(failure, view.name());
  }

  /**
   * Views that one shuffle of the spine serves: of the same keys, their buckets powers of two
   * apart.
   */
  private record Entity(List<String> spineKeys, int oddBuckets) {
    static Entity of(AsOfView view) {
      int buckets = runs(view).buckets();
      return new Entity(
          view.keys().stream().map(AsOfView.Key::spineColumn).toList(),
          buckets >> Integer.numberOfTrailingZeros(buckets));
    }
  }

  private static SortedRuns runs(AsOfView view) {
    SortedRuns runs = view.runs();
    if (runs == null) {
      throw new IllegalStateException("view " + view.name() + " has no runs to merge");
    }
    return runs;
  }

  /** A view's output columns in their order. */
  private static List<String> outputs(AsOfView view) {
    List<String> names = new ArrayList<>();
    view.features().forEach(each -> names.add(each.name()));
    names.add(view.eventTimeColumn());
    names.add(view.knownAtColumn());
    view.windows().forEach(each -> names.add(each.name()));
    return names;
  }

  private Dataset<Row> merge(SpineRows spine, List<AsOfView> views, Map<String, Way> ways) {
    Dataset<Row> rows = spine.rows();
    StructType columns = rows.schema();
    List<Column> keys = new ArrayList<>();
    List<KeyColumn> keyColumns = new ArrayList<>();
    for (AsOfView.Key key : views.get(0).keys()) {
      StructField field = Shapes.field(columns, key.spineColumn());
      keys.add(named(field.name()));
      keyColumns.add(new KeyColumn(field.dataType(), columns.fieldIndex(field.name())));
    }
    int partitions = views.stream().mapToInt(view -> runs(view).buckets()).max().orElseThrow();
    boolean byKey = keyColumns.size() == 1 && keyColumns.get(0).isLong();
    List<Column> order = new ArrayList<>(keys);
    if (!byKey) {
      order.add(named(spine.time()));
    }
    Dataset<Row> sorted =
        rows.repartition(partitions, keys.toArray(new Column[0]))
            .sortWithinPartitions(order.toArray(new Column[0]));
    List<Integer> side = new ArrayList<>();
    List<Integer> position = new ArrayList<>();
    StructType enriched = columns;
    for (int i = 0; i < columns.length(); i++) {
      side.add(0);
      position.add(i);
    }
    List<MergedView> merged = new ArrayList<>();
    for (AsOfView view : views) {
      SortedRuns runs = runs(view);
      WindowPlan windows = new WindowPlan(rows.sparkSession(), view, runs.columns());
      ReadColumns read = ReadColumns.of(view, runs, windows.columns());
      for (StructField output : read.outputs(view)) {
        enriched = enriched.add(output);
        side.add(MergeTask.takenOf(merged.size()));
      }
      position.addAll(read.outputPositions(view));
      for (StructField output : windows.outputs()) {
        enriched = enriched.add(output);
        side.add(MergeTask.aggregatedOf(merged.size()));
      }
      IntStream.range(0, view.windows().size()).forEach(position::add);
      RunsRead counted = Objects.requireNonNull(ways.get(view.name())).read();
      merged.add(
          merged(
              view,
              SparkInternals.reader(
                  rows.sparkSession(), read.columns(), Objects.requireNonNull(counted)),
              read,
              keyColumns,
              windows));
    }
    MergeTask task =
        new MergeTask(
            partitions,
            columns,
            keyColumns,
            columns.fieldIndex(Shapes.field(columns, spine.time()).name()),
            byKey,
            merged,
            ints(side),
            ints(position));
    JavaRDD<InternalRow> found = SparkInternals.rows(sorted).mapPartitionsWithIndex(task, true);
    return SparkInternals.query(rows.sparkSession(), found, enriched);
  }

  private MergedView merged(
      AsOfView view,
      SparkInternals.Reader reader,
      ReadColumns read,
      List<KeyColumn> keys,
      WindowPlan windows) {
    SortedRuns runs = runs(view);
    List<List<RunFile>> buckets = new ArrayList<>();
    for (int i = 0; i < runs.buckets(); i++) {
      buckets.add(new ArrayList<>());
    }
    runs.files().forEach(file -> buckets.get(file.bucket()).add(file));
    Broadcast<List<List<RunFile>>> files =
        JavaSparkContext.fromSparkContext(view.rows().sparkSession().sparkContext())
            .broadcast(buckets);
    OptionalLong ttl = view.ttl() == null ? OptionalLong.empty() : Micros.of(view.ttl());
    return new MergedView(
        view.name(),
        reader,
        runs.buckets(),
        files,
        keys,
        Mergeable.delay(view).orElseThrow(),
        ttl.orElse(Long.MAX_VALUE),
        read.ties(),
        read.seq(),
        runs.newestSeq() == null ? Long.MAX_VALUE : runs.newestSeq(),
        windows.over(read.columns(), mostEvents));
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
