package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.BenchKnobs;
import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Project;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Generates the data and brings them into feature tables, by the product's own verbs. */
final class Loading {
  private final SparkSession spark;
  private final BenchKnobs knobs;
  private final BenchFolder folder;
  private final BenchVerbs verbs;

  Loading(
      SparkSession spark,
      BenchKnobs knobs,
      BenchFolder folder,
      GlobalOptions given,
      SortedMap<String, String> environment,
      Verbs verbs) {
    this.spark = spark;
    this.knobs = knobs;
    this.folder = folder;
    Instant now =
        Generator.lastDay(knobs)
            .plusDays(Generator.TAIL_DAYS)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    this.verbs = new BenchVerbs(folder, given, environment, verbs, now);
  }

  /**
   * Makes what is not there yet.
   *
   * @return the seconds that the daily materialisations took; empty if they were there
   * @throws io.tidemark.lineage.definition.Refusal if a verb refuses
   */
  OptionalDouble load() {
    Generator generator = new Generator(spark, knobs);
    String spine = BenchFolder.spine(knobs);
    if (!folder.isWhole(spine)) {
      write(generator.spine(), spine);
    }
    if (folder.isLoaded()) {
      return OptionalDouble.empty();
    }
    for (int view = 0; view < knobs.views(); view++) {
      String history = BenchFolder.history(view);
      if (!folder.isWhole(history)) {
        Dataset<Row> rows = generator.history(view);
        int files = Math.min(knobs.runs(), 4 * spark.sparkContext().defaultParallelism());
        rows.repartition(files, rows.col(Generator.LOADED))
            .write()
            .mode("overwrite")
            .partitionBy(Generator.LOADED)
            .parquet(folder.file(history).toString());
      }
    }
    Project project = project(List.of());
    verbs.run(Verb.APPLY, project);
    double seconds = Timed.of(this::materialize).seconds();
    folder.markLoaded();
    return OptionalDouble.of(seconds);
  }

  /** The project with training sets of these names, for this spine. */
  Project project(List<String> sets) {
    return verbs.project(new ProjectFiles(knobs, BenchFolder.spine(knobs)).text(sets));
  }

  /** Creates a training set; its one result. */
  Map<String, Object> create(Project project, String set) {
    return verbs.run(Verb.TRAINING_SET_CREATE, project, set).results().get(0);
  }

  /** Merges what the daily materialisations have left. */
  void maintain(Project project) {
    verbs.run(Verb.MAINTAIN, project);
  }

  private int materialize() {
    int runs = 0;
    for (LocalDate day = Generator.FIRST_DAY;
        !day.isAfter(Generator.lastDay(knobs));
        day = day.plusDays(1)) {
      String days = Generator.LOADED + "=" + day;
      List<String> views = new ArrayList<>();
      for (int view = 0; view < knobs.views(); view++) {
        if (Files.exists(folder.file(BenchFolder.history(view)).resolve(days))) {
          views.add(Names.views(knobs).get(view) + "@1");
        }
      }
      if (!views.isEmpty()) {
        materialize(day, days, views);
        runs++;
      }
    }
    return runs;
  }

  private void materialize(LocalDate day, String days, List<String> views) {
    SortedMap<String, String> variables = new TreeMap<>(Map.of(ProjectFiles.DAYS, days));
    boolean last = day.equals(Generator.lastDay(knobs));
    LocalDate to = last ? day.plusDays(Generator.TAIL_DAYS) : day;
    verbs.run(
        new Invocation(Verb.MATERIALIZE, verbs.options(variables), views, day, to),
        verbs.load(variables));
  }

  private void write(Dataset<Row> rows, String relative) {
    rows.write().mode("overwrite").parquet(folder.file(relative).toString());
  }
}
