package io.tidemark.jobs.bench;

import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.PlainJoin;
import io.tidemark.jobs.definition.BenchKnobs;
import io.tidemark.jobs.definition.BenchKnobs.Versus;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code bench pit}: the point-in-time join on generated data that daily materialisations
 * have loaded and {@code maintain} has merged, beside what others need for the same rows on the
 * same cores.
 *
 * <p>Measured in turn, after a warm-up, are the join alone (its rows consumed by {@link Measures}),
 * the creation of a training set with all its proofs, Spark's reading of the same columns, and
 * those that it is compared with. Answers are compared by count and exact sums.
 */
public final class PitBench {
  private static final String VERB = "bench pit";

  private final SparkSession spark;
  private final SortedMap<String, String> environment;
  private final Verbs verbs;
  private final List<Measured> once = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  public PitBench(SparkSession spark, SortedMap<String, String> environment, Verbs verbs) {
    this.spark = spark;
    this.environment = environment;
    this.verbs = verbs;
  }

  /**
   * Generates and loads what is not there yet, and measures.
   *
   * @return a row per thing measured; exit code 7 if answers differ that have to be equal
   * @throws Refusal if the folder is not ours, or a verb refuses
   */
  public Answer run(Invocation bench) {
    BenchKnobs knobs = BenchKnobs.of(bench.own());
    try (BenchFolder folder = BenchFolder.open(knobs.dir(), knobs.history())) {
      Loading loading = new Loading(spark, knobs, folder, bench.options(), environment, verbs);
      if (knobs.versus() != Versus.DUCKDB) {
        return measure(knobs, folder, loading, null);
      }
      try (DuckDb duckDb = DuckDb.start(cores(), folder.file("duckdb_spill"))) {
        return measure(knobs, folder, loading, duckDb);
      }
    }
  }

  private Answer measure(
      BenchKnobs knobs, BenchFolder folder, Loading loading, @Nullable DuckDb duckDb) {
    OptionalDouble loaded = loading.load();
    loaded.ifPresent(
        seconds ->
            once.add(
                new Measured("load: %d daily materialisations".formatted(knobs.runs()))
                    .add(seconds)));
    List<String> sets = sets(knobs.rounds() + 1);
    Project project = loading.project(sets);
    PinnedViews loadedViews = PinnedViews.of(spark, project, knobs);
    loading.maintain(project);
    PinnedViews views = PinnedViews.of(spark, project, knobs);
    Measures measures = new Measures(knobs);
    String spine = folder.file(BenchFolder.spine(knobs)).toString();
    OurJoin ours = new OurJoin(spark, spine, views, measures, new MergeJoin());
    Timed<Checksum> cold = Timed.of(ours::answer);
    once.add(
        new Measured("ours: cold, the first in this process")
            .add(cold.seconds())
            .answer("reference"));
    Checksum reference = cold.result();

    Iterator<String> names = sets.iterator();
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender("ours: join only", Contender.Kind.OURS, views.bytes(), ours::answer));
    if (!loadedViews.files().equals(views.files())) {
      OurJoin before = new OurJoin(spark, spine, loadedViews, measures, new MergeJoin());
      contenders.add(
          new Contender(
              "ours: join only, before maintain",
              Contender.Kind.OURS,
              loadedViews.bytes(),
              before::answer));
    }
    if (knobs.versus() == Versus.PLAIN) {
      OurJoin plain = new OurJoin(spark, spine, views, measures, new PlainJoin());
      contenders.add(
          new Contender("plain: join only", Contender.Kind.EXACT, views.bytes(), plain::answer));
    }
    if (duckDb != null) {
      contenders.addAll(duckDb(duckDb, knobs, folder, measures, reference));
    }
    List<List<String>> generated = new ArrayList<>();
    long generatedBytes = 0;
    for (int view = 0; view < knobs.views(); view++) {
      generated.add(List.of(folder.file(BenchFolder.history(view)).toString()));
      generatedBytes += folder.bytes(BenchFolder.history(view));
    }
    contenders.add(floor("the tables' files", views, views.files(), views.bytes(), knobs));
    contenders.add(floor("the same rows as Parquet", views, generated, generatedBytes, knobs));
    contenders.add(
        new Contender(
            "ours: end to end, training-set create",
            Contender.Kind.SILENT,
            views.bytes(),
            () -> {
              create(loading, project, names.next(), knobs);
              return null;
            }));
    Rounds rounds = new Rounds(reference);
    // What counts comes after everything was done once.
    rounds.run(contenders, 1);
    List<Measured> measured = rounds.run(contenders, knobs.rounds());
    wrong.addAll(rounds.wrong());
    // They are not the measurement's to keep, and as large as the spine each.
    folder.delete("warehouse/training");
    folder.delete("duckdb_spill");
    measured.get(0).by(ours.ways());
    return answer(measured, (views.rows() + knobs.spine()) / (double) cores());
  }

  private Contender floor(
      String of, PinnedViews views, List<List<String>> files, long bytes, BenchKnobs knobs) {
    ScanFloor floor = new ScanFloor(spark, views, files, knobs);
    return new Contender(
        "floor: Spark sums the columns of " + of,
        Contender.Kind.SILENT,
        bytes,
        () -> {
          floor.read();
          return null;
        });
  }

  private List<Contender> duckDb(
      DuckDb duckDb, BenchKnobs knobs, BenchFolder folder, Measures measures, Checksum reference) {
    DuckDbQueries queries = new DuckDbQueries(knobs, measures);
    queries.views(duckDb, folder);
    Map<String, String> exact = queries.exact();
    Candidates candidates = new Candidates(duckDb, measures.names(), reference);
    candidates.tryAll(exact);
    once.addAll(candidates.tried());
    wrong.addAll(candidates.wrong());
    long bytes = 0;
    for (int view = 0; view < knobs.views(); view++) {
      bytes += folder.bytes(BenchFolder.history(view));
    }
    List<Contender> contenders = new ArrayList<>();
    for (String fastest : candidates.fastest()) {
      String sql = Objects.requireNonNull(exact.get(fastest));
      contenders.add(
          new Contender(
              "duckdb, same answer: " + fastest,
              Contender.Kind.EXACT,
              bytes,
              () -> duckDb.ask(sql, measures.names())));
    }
    String plain = queries.plain();
    contenders.add(
        new Contender(
            "duckdb, plain ASOF join: known-at ignored, corrected events at random",
            Contender.Kind.INEXACT,
            bytes,
            () -> duckDb.ask(plain, measures.names())));
    return contenders;
  }

  private static void create(Loading loading, Project project, String set, BenchKnobs knobs) {
    Map<String, Object> created = loading.create(project, set);
    if (!Long.valueOf(knobs.spine()).equals(created.get("rows"))) {
      throw new IllegalStateException("not created anew: " + created);
    }
  }

  /** Names that no earlier measurement in the folder has used: an equal set is not made twice. */
  private static List<String> sets(int count) {
    String prefix = "set_" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "_";
    List<String> sets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sets.add(prefix + i);
    }
    return sets;
  }

  private Answer answer(List<Measured> measured, double rows) {
    double ours = measured.get(0).median();
    List<Map<String, Object>> results = new ArrayList<>();
    measured.forEach(each -> results.add(each.row(ours, rows)));
    once.forEach(each -> results.add(each.row(ours, rows)));
    List<Problem> problems =
        wrong.stream()
            .map(
                each ->
                    Problem.error(
                        "ANSWERS_DIFFER",
                        null,
                        "another answer than ours, where it has to be equal: " + each,
                        "report it with the flags and the seed"))
            .toList();
    int exit = wrong.isEmpty() ? 0 : 7;
    return new Answer(
        VERB, null, exit == 0 ? Status.OK : Status.GATE_FAILED, exit, results, problems);
  }

  private int cores() {
    return spark.sparkContext().defaultParallelism();
  }
}
