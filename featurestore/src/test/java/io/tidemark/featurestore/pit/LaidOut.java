package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.tidemark.featurestore.definition.Knowledge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the history of every view as sorted runs, then merges: as a table's is. */
public final class LaidOut implements PointInTimeJoin {
  private static final Pattern BUCKET = Pattern.compile("_bucket=(\\d+)/");

  private final Path folder;
  private final Random random;
  private int merged;

  public LaidOut(Path folder, Random random) {
    this.folder = folder;
    this.random = random;
  }

  @Override
  public Joined join(SpineRows spine, List<AsOfView> views, Knowledge knowledge) {
    Joined joined =
        new MergeJoin().join(spine, views.stream().map(this::laidOut).toList(), knowledge);
    merged +=
        (int)
            joined.ways().values().stream().filter(way -> way.name().equals(MergeJoin.WAY)).count();
    return joined;
  }

  /** How many views were merged so far. */
  public int merged() {
    return merged;
  }

  AsOfView laidOut(AsOfView view) {
    int buckets = (random.nextInt(4) == 0 ? 3 : 1) << random.nextInt(4);
    int runs = 1 + random.nextInt(4);
    Path table = folder.resolve(view.name() + "-" + random.nextLong());
    List<Column> keys = new ArrayList<>();
    List<String> whole = new ArrayList<>(List.of("event_ts IS NOT NULL", "known_at IS NOT NULL"));
    for (AsOfView.Key key : view.keys()) {
      keys.add(Micros.named(key.column()));
      whole.add("`" + key.column() + "` IS NOT NULL");
    }
    long lag = Micros.of(view.lag()).orElseThrow();
    List<Column> order = new ArrayList<>(List.of(expr("_bucket"), expr("_run")));
    order.addAll(keys);
    order.add(
        expr(
            "greatest(unix_micros(known_at), if(unix_micros(event_ts) > %d, %d, unix_micros(event_ts) + %d))"
                .formatted(Long.MAX_VALUE - lag, Long.MAX_VALUE, lag)));
    order.addAll(List.of(expr("event_ts"), expr("known_at")));
    Dataset<Row> rows = view.rows().where(String.join(" AND ", whole));
    rows.withColumn("_bucket", pmod(hash(keys.toArray(new Column[0])), lit(buckets)))
        .withColumn("_run", pmod(hash(expr("event_ts"), expr("known_at")), lit(runs)))
        .coalesce(1)
        .sortWithinPartitions(order.toArray(new Column[0]))
        .write()
        .partitionBy("_bucket", "_run")
        .option("parquet.block.size", 1L << (4 + random.nextInt(16)))
        .option("parquet.page.size.row.check.min", 1 + random.nextInt(4))
        .parquet(table.toString());
    return view.lying(new SortedRuns(buckets, files(table, -1), view.rows().schema(), null));
  }

  /** The files of a folder, all of one bucket or, for -1, of that in their path. */
  static List<RunFile> files(Path table, int bucket) {
    try (Stream<Path> all = Files.walk(table)) {
      return all.filter(file -> file.toString().endsWith(".parquet"))
          .map(file -> file(file, bucket < 0 ? bucket(file) : bucket))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int bucket(Path file) {
    Matcher bucket = BUCKET.matcher(file.toString());
    if (!bucket.find()) {
      throw new IllegalStateException(file.toString());
    }
    return Integer.parseInt(bucket.group(1));
  }

  private static RunFile file(Path file, int bucket) {
    return new RunFile(file.toUri().toString(), file.toFile().length(), bucket, FileBounds.NONE);
  }
}
