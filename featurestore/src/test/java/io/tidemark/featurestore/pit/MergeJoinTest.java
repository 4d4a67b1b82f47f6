package io.tidemark.featurestore.pit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.featurestore.definition.AggregateFunction;
import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class MergeJoinTest {
  private static final Knowledge AS_KNOWN = new Knowledge(Knowledge.Mode.AS_KNOWN, null);
  private static final long DAY = 86_400_000_000L;

  @TempDir Path folder;
  private SparkSession spark;
  private Dataset<Row> history;
  private SpineRows spine;

  @BeforeEach
  void rows(SparkSession session) {
    spark = session;
    history =
        spark.sql(
            """
            SELECT id % 10 AS k, timestamp_seconds(id * 3600) AS event_ts, timestamp_seconds(id * 3600) AS known_at,
              false AS _deleted, id AS v FROM range(200)\
            """);
    spine =
        new SpineRows(
            spark.sql("SELECT id % 12 AS k, timestamp_seconds(id * 7200) AS t FROM range(100)"),
            "t");
  }

  private AsOfView view(@Nullable SortedRuns runs) {
    return new AsOfView(
            "x",
            history,
            List.of(new AsOfView.Key("k", "k")),
            Duration.ofDays(5),
            Duration.ZERO,
            false,
            null,
            List.of(new AsOfView.Output("v", "v")))
        .lying(runs);
  }

  /** The value, and the number of events in a window. */
  private AsOfView counted(@Nullable Duration ttl, Duration window) {
    return new AsOfView(
        "x",
        history.withColumn("_id", history.col("v")),
        List.of(new AsOfView.Key("k", "k")),
        ttl,
        Duration.ZERO,
        false,
        null,
        "_id",
        List.of(new AsOfView.Output("v", "v")),
        List.of(
            new WindowAggregate(
                "n",
                "n",
                AggregateFunction.COUNT,
                null,
                window,
                WindowAggregate.Reach.BEFORE,
                null,
                "0",
                0)),
        null);
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  /** Where texts do not say what is in a value. */
  private static List<String> jsons(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  private List<String> plain() {
    return texts(new PlainJoin().join(spine, List.of(view(null)), AS_KNOWN).rows());
  }

  /** The runs of the history, each file as {@code changed}. */
  private SortedRuns runs(UnaryOperator<RunFile> changed) {
    SortedRuns runs = new LaidOut(folder, new Random(1)).laidOut(view(null)).runs();
    return new SortedRuns(
        runs.buckets(), runs.files().stream().map(changed).toList(), runs.columns(), null);
  }

  @Test
  void filesThatAreNotSortedAreFoundAndTheirViewIsShuffled() {
    String path = folder.resolve("unsorted").toString();
    history.coalesce(1).orderBy("v").write().parquet(path);
    SortedRuns unsorted =
        new SortedRuns(1, LaidOut.files(Path.of(path), 0), history.schema(), null);
    List<String> ways = new ArrayList<>();
    List<String> rows =
        new MergeJoin()
            .answer(
                spine,
                List.of(view(unsorted)),
                AS_KNOWN,
                joined -> {
                  ways.add(joined.way("x").name());
                  return texts(joined.rows());
                });
    assertThat(rows).isEqualTo(plain());
    assertThat(ways).containsExactly("merge", "plain");
  }

  @Test
  void rowsInAnotherBucketAreFound() {
    SortedRuns runs =
        runs(file -> new RunFile(file.path(), file.size(), 1 - file.bucket() % 2, file.bounds()));
    SortedRuns swapped = new SortedRuns(2, runs.files(), runs.columns(), null);
    assertThatThrownBy(
            () -> texts(new MergeJoin().join(spine, List.of(view(swapped)), AS_KNOWN).rows()))
        .hasStackTraceContaining("a row is in the wrong bucket");
  }

  @Test
  void withAnotherSparkTheViewsAreShuffled() {
    SortedRuns runs = runs(file -> file);
    List<String> ways = new ArrayList<>();
    List<String> rows =
        new MergeJoin()
            .answer(
                spine,
                List.of(view(runs)),
                AS_KNOWN,
                joined -> {
                  ways.add(joined.way("x").name());
                  if (ways.size() == 1) {
                    throw new NoSuchMethodError("VectorizedParquetRecordReader.initialize");
                  }
                  return texts(joined.rows());
                });
    assertThat(rows).isEqualTo(plain());
    assertThat(ways).containsExactly("merge", "plain");
    assertThat(SparkInternals.isMissing(new IllegalStateException("no such method"))).isFalse();
    assertThat(
            SparkInternals.isMissing(
                new IllegalStateException("task failed: java.lang.AbstractMethodError: x")))
        .isTrue();
  }

  @Test
  void windowsThatHoldTooMuchLieOnDisk() throws TimeoutException {
    AsOfView plainly = lasting();
    AsOfView view = new LaidOut(folder, new Random(1)).laidOut(plainly);
    AtomicLong spilled = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            spilled.addAndGet(task.taskMetrics().diskBytesSpilled());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    PointInTimeJoin.Joined merged = new MergeJoin(3).join(spine, List.of(view), AS_KNOWN);
    List<String> rows = jsons(merged.rows());
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);

    assertThat(merged.way("x").name()).isEqualTo(MergeJoin.WAY);
    assertThat(rows)
        .isEqualTo(jsons(new PlainJoin().join(spine, List.of(plainly), AS_KNOWN).rows()));
    assertThat(spilled.get()).isPositive();
    assertThat(ScalaInterop.list(SparkEnv.get().blockManager().diskBlockManager().getAllFiles()))
        .noneMatch(file -> file.getName().startsWith("temp_local_"));
  }

  /** The first, the last and a list of inputs of every kind. */
  private AsOfView lasting() {
    List<String> inputs =
        List.of(
            "concat('t', v) AS text",
            "CAST(v AS DECIMAL(38, 10)) AS exact",
            "CAST(v AS DECIMAL(9, 2)) AS money",
            "array(v, NULL) AS list",
            "named_struct('a', v, 'b', array('x')) AS struct",
            "map('k', v) AS map",
            "date_from_unix_date(CAST(v AS INT)) AS day",
            "CAST(v AS BINARY) AS bytes",
            "v % 3 = 0 AS flag");
    List<WindowAggregate> windows = new ArrayList<>();
    for (String input : inputs) {
      String name = input.substring(input.lastIndexOf(' ') + 1);
      windows.add(lasting(AggregateFunction.FIRST, name));
      windows.add(lasting(AggregateFunction.LAST, name));
      windows.add(lasting(AggregateFunction.LAST_N, name));
    }
    windows.add(lasting(AggregateFunction.COUNT_DISTINCT, "list"));
    windows.add(lasting(AggregateFunction.TOP_K, "struct"));
    windows.add(lasting(AggregateFunction.MAX, "exact"));
    List<String> columns = new ArrayList<>(List.of("*", "v AS _id"));
    columns.addAll(inputs);
    return new AsOfView(
        "x",
        history.selectExpr(columns.toArray(new String[0])),
        List.of(new AsOfView.Key("k", "k")),
        null,
        Duration.ZERO,
        false,
        null,
        "_id",
        List.of(new AsOfView.Output("v", "v")),
        windows,
        null);
  }

  private static WindowAggregate lasting(AggregateFunction function, String input) {
    String name = input + "_" + function;
    return new WindowAggregate(
        name,
        name,
        function,
        input,
        Duration.ofDays(3),
        WindowAggregate.Reach.BEFORE,
        function == AggregateFunction.MAX ? functions.expr("flag OR v % 7 = 1") : null,
        null,
        3);
  }

  @Test
  void windowsSeeFilesThatAreTooOldForTheFeatures() {
    long hour = 3_600_000_000L;
    AsOfView plainly = counted(Duration.ofHours(2), Duration.ofDays(30));
    List<RunFile> files = new ArrayList<>();
    for (int day = 0; day < 9; day++) {
      String path = folder.resolve("day" + day).toString();
      plainly
          .rows()
          .where("v div 24 = " + day)
          .coalesce(1)
          .sortWithinPartitions("k", "event_ts")
          .write()
          .parquet(path);
      FileBounds bounds =
          new FileBounds(0, 9, day * 24 * hour, Math.min(199, day * 24 + 23) * hour, 0);
      LaidOut.files(Path.of(path), 0)
          .forEach(each -> files.add(new RunFile(each.path(), each.size(), each.bucket(), bounds)));
    }
    AsOfView view = plainly.lying(new SortedRuns(1, files, plainly.rows().schema(), null));
    spine = new SpineRows(spark.sql("SELECT 3L AS k, timestamp'1970-01-12 00:00:00' AS t"), "t");
    Row merged = new MergeJoin().join(spine, List.of(view), AS_KNOWN).rows().collectAsList().get(0);
    assertThat(merged.<Object>getAs("v")).isNull();
    assertThat(merged.<Long>getAs("n")).isEqualTo(20);
  }

  @Test
  void whereThereAreOnlyEventsTheIdDecidesBetweenTwoThatTie() {
    List<WindowAggregate> windows = counted(null, Duration.ofDays(3)).windows();
    history =
        spark.sql(
            """
            SELECT k, timestamp_seconds(9) AS event_ts, timestamp_seconds(9) AS known_at, _deleted, 7 AS _tie, _id
            FROM VALUES (1L, false, 'a'), (1L, true, 'b'), (2L, true, 'a'), (2L, false, 'b') AS (k, _deleted, _id)\
            """);
    AsOfView events =
        new AsOfView(
            "x",
            history,
            List.of(new AsOfView.Key("k", "k")),
            null,
            Duration.ZERO,
            false,
            "_tie",
            "_id",
            List.of(),
            windows);
    spine =
        new SpineRows(
            spark.sql("SELECT id AS k, timestamp_seconds(20) AS t FROM range(1, 3)"), "t");
    for (int seed = 0; seed < 4; seed++) {
      AsOfView view = new LaidOut(folder, new Random(seed)).laidOut(events);
      PointInTimeJoin.Joined merged = new MergeJoin().join(spine, List.of(view), AS_KNOWN);
      assertThat(merged.way("x").name()).isEqualTo("merge");
      assertThat(texts(merged.rows()))
          .isEqualTo(texts(new PlainJoin().join(spine, List.of(events), AS_KNOWN).rows()))
          .containsExactly(
              "[1,1970-01-01 00:00:20.0,null,null,1]",
              "[2,1970-01-01 00:00:20.0,1970-01-01 00:00:09.0,1970-01-01 00:00:09.0,1]");
    }
  }

  @Test
  void rowGroupsBelowTheKeyAreNotReadWhateverItsType() {
    for (String key :
        List.of(
            "k",
            "lpad(k, 3, 'ä')",
            "CAST(k AS DECIMAL(10,2))",
            "date_from_unix_date(CAST(k AS INT))")) {
      Dataset<Row> rows =
          spark.sql(
              """
              SELECT %s AS k, timestamp_seconds(id) AS event_ts, timestamp_seconds(id) AS known_at,
                false AS _deleted, id AS v FROM (SELECT id, id DIV 10 AS k FROM range(10000))\
              """
                  .formatted(key));
      String path = folder.resolve("keys" + key.length()).toString();
      rows.coalesce(1)
          .sortWithinPartitions("k", "event_ts")
          .write()
          .option("parquet.block.size", 4096)
          .option("parquet.page.size.row.check.min", 1)
          .option("parquet.enable.dictionary", "false")
          .parquet(path);
      history = rows;
      AsOfView view = view(new SortedRuns(1, LaidOut.files(Path.of(path), 0), rows.schema(), null));
      spine =
          new SpineRows(
              rows.where("v = 9995")
                  .select("k")
                  .withColumn("t", functions.expr("timestamp_seconds(9999)")),
              "t");
      WatchedJoin engine = new WatchedJoin(new MergeJoin());
      List<String> found =
          engine.answer(spine, List.of(view), AS_KNOWN, joined -> texts(joined.rows()));
      assertThat(found).as(key).isEqualTo(plain()).hasSize(1);
      Map<String, Object> seen = engine.seen().get(0);
      assertThat((Long) seen.get("rowGroups")).as(key).isGreaterThan(10);
      assertThat((Long) seen.get("rowGroupsRead")).as(key).isLessThan(4);
    }
  }

  @Test
  void rowsOfLaterAppendsAreNotThere() {
    Dataset<Row> all = history.withColumn("_seq", history.col("v").divide(100).cast("bigint"));
    history = all;
    SortedRuns runs = runs(file -> file);
    SortedRuns first = new SortedRuns(runs.buckets(), runs.files(), runs.columns(), 0L);
    Dataset<Row> merged = new MergeJoin().join(spine, List.of(view(first)), AS_KNOWN).rows();
    history = all.where("_seq = 0");
    assertThat(texts(merged)).isEqualTo(plain());
  }

  @Test
  void filesThatCannotMatterAreNotOpened() {
    long last = Instant.EPOCH.plus(Duration.ofDays(10)).getEpochSecond() * 1_000_000;
    List<FileBounds> idle =
        List.of(
            new FileBounds(13, 20, Long.MIN_VALUE, Long.MAX_VALUE, 0),
            new FileBounds(-9, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0),
            new FileBounds(0, 20, last, Long.MAX_VALUE, 0),
            new FileBounds(0, 20, Long.MIN_VALUE, -5 * DAY - 1, 0));
    SortedRuns runs = runs(file -> file);
    List<RunFile> files = new ArrayList<>(runs.files());
    for (FileBounds bounds : idle) {
      for (int bucket = 0; bucket < runs.buckets(); bucket++) {
        files.add(new RunFile(folder.resolve("none").toUri().toString(), 9, bucket, bounds));
      }
    }
    SortedRuns more = new SortedRuns(runs.buckets(), files, runs.columns(), null);
    assertThat(texts(new MergeJoin().join(spine, List.of(view(more)), AS_KNOWN).rows()))
        .isEqualTo(plain());
    files.add(new RunFile(folder.resolve("none").toUri().toString(), 9, 0, FileBounds.NONE));
    SortedRuns gone = new SortedRuns(runs.buckets(), files, runs.columns(), null);
    assertThatThrownBy(
            () -> texts(new MergeJoin().join(spine, List.of(view(gone)), AS_KNOWN).rows()))
        .hasStackTraceContaining("none");
  }
}
