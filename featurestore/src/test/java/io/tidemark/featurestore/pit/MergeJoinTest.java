package io.tidemark.featurestore.pit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.featurestore.definition.AggregateFunction;
import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
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
  void windowsThatHoldTooMuchAreSorted() {
    AsOfView plainly =
        new AsOfView(
            "x",
            history.withColumn("_id", history.col("v")),
            List.of(new AsOfView.Key("k", "k")),
            Duration.ofDays(5),
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
                    Duration.ofDays(3),
                    WindowAggregate.Reach.BEFORE,
                    null,
                    "0",
                    0)),
            null);
    AsOfView view = new LaidOut(folder, new Random(1)).laidOut(plainly);
    List<String> ways = new ArrayList<>();
    List<String> rows =
        new MergeJoin(3)
            .answer(
                spine,
                List.of(view),
                AS_KNOWN,
                joined -> {
                  ways.add(joined.way("x").name() + " " + joined.way("x").why());
                  return texts(joined.rows());
                });
    assertThat(rows)
        .isEqualTo(texts(new PlainJoin().join(spine, List.of(plainly), AS_KNOWN).rows()));
    assertThat(ways).containsExactly("merge null", "plain its windows hold over 3 events of a key");
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
