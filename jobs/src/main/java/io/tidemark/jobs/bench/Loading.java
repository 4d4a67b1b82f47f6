package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.BenchKnobs;
import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Output;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
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
  private static final String FILE = "project.yaml";

  private final SparkSession spark;
  private final BenchKnobs knobs;
  private final BenchFolder folder;
  private final GlobalOptions given;
  private final SortedMap<String, String> environment;
  private final Verbs verbs;

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
    this.given = given;
    this.environment = environment;
    this.verbs = verbs;
  }

  /**
   * Makes what is not there yet.
   *
   * @return the seconds that the daily materialisations took; empty if they were there
   * @throws Refusal if a verb refuses
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
    run(new Invocation(Verb.APPLY, options(new TreeMap<>()), List.of(), null, null), project);
    double seconds = Timed.of(this::materialize).seconds();
    folder.markLoaded();
    return OptionalDouble.of(seconds);
  }

  /** The project with training sets of these names, for this spine. */
  Project project(List<String> sets) {
    folder.write(FILE, new ProjectFiles(knobs, BenchFolder.spine(knobs)).text(sets));
    return Projects.load(options(new TreeMap<>()), environment);
  }

  /** Creates a training set; its one result. */
  Map<String, Object> create(Project project, String set) {
    return run(
            new Invocation(
                Verb.TRAINING_SET_CREATE, options(new TreeMap<>()), List.of(set), null, null),
            project)
        .results()
        .get(0);
  }

  /** Merges what the daily materialisations have left. */
  void maintain(Project project) {
    run(new Invocation(Verb.MAINTAIN, options(new TreeMap<>()), List.of(), null, null), project);
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
    GlobalOptions options = options(new TreeMap<>(Map.of(ProjectFiles.DAYS, days)));
    boolean last = day.equals(Generator.lastDay(knobs));
    LocalDate to = last ? day.plusDays(Generator.TAIL_DAYS) : day;
    run(
        new Invocation(Verb.MATERIALIZE, options, views, day, to),
        Projects.load(options, environment));
  }

  private Answer run(Invocation step, Project project) {
    Answer answer = verbs.run(step, project);
    if (answer.exitCode() != 0) {
      throw new Refusal(answer.exitCode(), answer.problems());
    }
    return answer;
  }

  private void write(Dataset<Row> rows, String relative) {
    rows.write().mode("overwrite").parquet(folder.file(relative).toString());
  }

  private GlobalOptions options(SortedMap<String, String> variables) {
    Instant now =
        Generator.lastDay(knobs)
            .plusDays(Generator.TAIL_DAYS)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    return new GlobalOptions(
        folder.root().toString(),
        null,
        null,
        Output.JSON,
        null,
        now,
        true,
        given.verbose(),
        given.color(),
        true,
        variables);
  }
}
