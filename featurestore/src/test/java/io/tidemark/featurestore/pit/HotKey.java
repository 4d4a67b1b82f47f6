package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.AggregateFunction;
import io.tidemark.featurestore.definition.Knowledge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A process of its own that merges many events of one key, in many runs. */
public final class HotKey {
  private static final int RUNS = 64;
  private static final long SPINE = 10_000;
  // Half of the events: ten times what is kept in memory of one view.
  private static final long WINDOW = 2_500_000;

  private HotKey() {}

  /**
   * Takes a folder and the number of events; prints how many spine rows have the right features and
   * windows, and the right labels.
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[0], "runs");
    long events = Long.parseLong(args[1]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", args[0])
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    spark
        .range(events)
        .selectExpr(
            "7L AS k",
            "timestamp_seconds(id) AS event_ts",
            "timestamp_seconds(id) AS known_at",
            "false AS _deleted",
            "id AS v",
            "id AS _id",
            "id % " + RUNS + " AS _run")
        .repartition(RUNS, org.apache.spark.sql.functions.col("_run"))
        .sortWithinPartitions("_run", "event_ts")
        .write()
        .partitionBy("_run")
        .option("parquet.block.size", 8 << 20)
        .parquet(folder.toString());
    Dataset<Row> history = spark.read().parquet(folder.toString()).drop("_run");
    SortedRuns runs = new SortedRuns(1, LaidOut.files(folder, 0), history.schema(), null);
    long step = events / SPINE;
    Dataset<Row> spine =
        spark
            .range(SPINE)
            .selectExpr(
                "7L AS k",
                "id * %d AS last".formatted(step),
                "timestamp_seconds(id * %d + 0.5) AS t".formatted(step));
    AsOfView before = view(history, WindowAggregate.Reach.BEFORE).lying(runs);
    long right =
        new MergeJoin()
            .answer(
                new SpineRows(spine, "t"),
                List.of(before),
                new Knowledge(Knowledge.Mode.AS_KNOWN, null),
                joined ->
                    joined.way("x").name().equals(MergeJoin.WAY)
                        ? right(
                            joined.rows().where("v = last"), "greatest(0, last + 1 - %1$d)", "last")
                        : -1);
    Dataset<Row> labels =
        new AheadWindows(
                view(history, WindowAggregate.Reach.AFTER),
                "t",
                new Knowledge(Knowledge.Mode.AS_CORRECTED, null))
            .add(spine);
    long labelled = right(labels, "last + 1", "least(last + %1$d, " + (events - 1) + ")");
    System.out.println(right + " and " + labelled);
    spark.stop();
  }

  /** Counts and adds the values, which are the events' seconds, on one side of a time. */
  private static AsOfView view(Dataset<Row> history, WindowAggregate.Reach reach) {
    boolean labels = reach == WindowAggregate.Reach.AFTER;
    return new AsOfView(
        "x",
        history,
        List.of(new AsOfView.Key("k", "k")),
        null,
        Duration.ZERO,
        false,
        null,
        "_id",
        labels ? List.of() : List.of(new AsOfView.Output("v", "v")),
        List.of(
            window("n", AggregateFunction.COUNT, null, reach),
            window("total", AggregateFunction.SUM, "v", reach)),
        null);
  }

  private static WindowAggregate window(
      String name,
      AggregateFunction function,
      @Nullable String input,
      WindowAggregate.Reach reach) {
    return new WindowAggregate(
        name, name, function, input, Duration.ofSeconds(WINDOW), reach, null, "0", 0);
  }

  /** How many rows have the count and the sum of the seconds between two. */
  private static long right(Dataset<Row> rows, String least, String most) {
    return rows.selectExpr(
            "n", "total", least.formatted(WINDOW) + " AS lo", most.formatted(WINDOW) + " AS hi")
        .where("n = greatest(0, hi - lo + 1) AND total = (lo + hi) * n div 2")
        .count();
  }
}
