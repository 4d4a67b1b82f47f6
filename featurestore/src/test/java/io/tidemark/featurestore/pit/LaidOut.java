package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.tidemark.featurestore.definition.Knowledge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
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
        new MergeJoin(most(random))
            .join(spine, views.stream().map(this::laidOut).toList(), knowledge);
    merged +=
        (int)
            joined.ways().values().stream().filter(way -> way.name().equals(MergeJoin.WAY)).count();
    return joined;
  }

  /** As many events in memory as usual, or so few that most lie on disk. */
  static int most(Random random) {
    return random.nextBoolean() ? MergeJoin.MOST_EVENTS : 1 + random.nextInt(20);
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
        .withColumn("_run", pmod(run(), lit(runs)))
        .coalesce(1)
        .sortWithinPartitions(order.toArray(new Column[0]))
        .write()
        .partitionBy("_bucket", "_run")
        .option("parquet.block.size", 1L << (4 + random.nextInt(16)))
        .option("parquet.page.size.row.check.min", 1 + random.nextInt(4))
        .parquet(table.toString());
    List<RunFile> files = files(table, -1).stream().map(file -> bounded(file, view, lag)).toList();
    return view.lying(new SortedRuns(buckets, files, view.rows().schema(), null));
  }

  /** Rows of any times in every run, or of some seconds each. */
  private Column run() {
    return random.nextBoolean()
        ? hash(expr("event_ts"), expr("known_at"))
        : expr("unix_micros(event_ts) div 7000000");
  }

  /** The file with the bounds that its footer tells. */
  private static RunFile bounded(RunFile file, AsOfView view, long lag) {
    Map<String, long[]> bounds = new HashMap<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(URI.create(file.path())), new Configuration()))) {
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          Statistics<?> told = column.getStatistics();
          if (told.hasNonNullValue() && told.genericGetMin() instanceof Number least) {
            long most = ((Number) told.genericGetMax()).longValue();
            bounds.merge(
                column.getPath().toDotString(),
                new long[] {least.longValue(), most},
                (a, b) -> new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String key = view.keys().get(0).column();
    boolean whole =
        new KeyColumn(Shapes.field(view.rows().schema(), key).dataType(), 0).isWholeNumber();
    long[] keys = whole ? bounds.get(key) : null;
    long[] event = bounds.get("event_ts");
    long[] known = bounds.get("known_at");
    if (event == null || known == null) {
      throw new IllegalStateException("no bounds in the footer of " + file.path());
    }
    long after = event[0] > Long.MAX_VALUE - lag ? Long.MAX_VALUE : event[0] + lag;
    FileBounds all = FileBounds.NONE;
    return new RunFile(
        file.path(),
        file.size(),
        file.bucket(),
        new FileBounds(
            keys == null ? all.firstKey() : keys[0],
            keys == null ? all.lastKey() : keys[1],
            Math.max(after, known[0]),
            event[1],
            all.leastSeq()));
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
