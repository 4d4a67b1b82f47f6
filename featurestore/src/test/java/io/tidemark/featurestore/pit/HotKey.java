package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.Knowledge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A process of its own that merges many events of one key, in many runs. */
public final class HotKey {
  private static final int RUNS = 64;
  private static final long SPINE = 10_000;

  private HotKey() {}

  /** Takes a folder and the number of events; prints how many spine rows found what they should. */
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
            "id % " + RUNS + " AS _run")
        .repartition(RUNS, org.apache.spark.sql.functions.col("_run"))
        .sortWithinPartitions("_run", "event_ts")
        .write()
        .partitionBy("_run")
        .option("parquet.block.size", 8 << 20)
        .parquet(folder.toString());
    Dataset<Row> history = spark.read().parquet(folder.toString()).drop("_run");
    AsOfView view =
        new AsOfView(
                "x",
                history,
                List.of(new AsOfView.Key("k", "k")),
                null,
                Duration.ZERO,
                false,
                null,
                List.of(new AsOfView.Output("v", "v")))
            .lying(new SortedRuns(1, LaidOut.files(folder, 0), history.schema(), null));
    long step = events / SPINE;
    Dataset<Row> spine =
        spark
            .range(SPINE)
            .selectExpr("7L AS k", "timestamp_seconds(id * %d + 0.5) AS t".formatted(step));
    long right =
        new MergeJoin()
            .answer(
                new SpineRows(spine, "t"),
                List.of(view),
                new Knowledge(Knowledge.Mode.AS_KNOWN, null),
                joined ->
                    joined.way("x").name().equals(MergeJoin.WAY)
                        ? joined.rows().where("v = floor(unix_micros(t) / 1000000)").count()
                        : -1);
    System.out.println(right + " of " + SPINE);
    spark.stop();
  }
}
