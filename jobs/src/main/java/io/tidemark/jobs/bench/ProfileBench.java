package io.tidemark.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.ProfileKnobs;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.profile.ColumnProfile;
import io.tidemark.quality.profile.DeequProfiler;
import io.tidemark.quality.profile.Profiler;
import io.tidemark.quality.profile.TableProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code bench profile}: the one-pass profile of a generated table, beside Spark's sums of
 * the same columns and Deequ's profile of as many rows as it can finish. Ratios are of CPU seconds
 * per row.
 */
public final class ProfileBench {
  private static final String VERB = "bench profile";
  private static final double MILLION = 1e6;
  private static final double CLOSE = 1e-9;

  private final SparkSession spark;
  private final List<Map<String, Object>> results = new ArrayList<>();
  private final PeakHeap heap = new PeakHeap();

  public ProfileBench(SparkSession spark) {
    this.spark = spark;
  }

  /** The time of one thing, and the CPU seconds of its tasks. */
  private record Cost(Measured time, Measured cpu, long rows) {
    double cpuPerRow() {
      return cpu.median() / rows;
    }
  }

  /**
   * Generates what is not there yet, and measures.
   *
   * @return a row per thing measured; exit code 7 if the sums of the profile are not Spark's
   * @throws Refusal if the folder is not ours
   */
  public Answer run(Invocation bench) {
    ProfileKnobs knobs = ProfileKnobs.of(bench.own());
    try (BenchFolder folder = BenchFolder.open(knobs.dir(), knobs.data());
        TaskCpu cpu = TaskCpu.listening(spark.sparkContext())) {
      return measure(knobs, new ProfileData(spark, knobs, folder), cpu);
    }
  }

  private Answer measure(ProfileKnobs knobs, ProfileData data, TaskCpu cpu) {
    Dataset<Row> table = data.table();
    Cost cold = cost("ours: cold, the first in this process", data, knobs.rows());
    once(cold, cpu, () -> Profiler.profile(table));
    Cost ours = cost("ours: profile", data, knobs.rows());
    Cost floor = cost("floor: Spark sums the columns", data, knobs.rows());
    TableProfile profile = Profiler.profile(table);
    Row sums = sums(table);
    for (int round = 0; round < knobs.rounds(); round++) {
      once(ours, cpu, () -> Profiler.profile(table));
      once(floor, cpu, () -> sums(table));
    }
    List<String> wrong = differences(profile, sums);
    ours.time().answer(wrong.isEmpty() ? "equal" : "DIFFERS in " + String.join(", ", wrong));
    add(ours, ours);
    add(floor, ours);
    add(cold, ours);
    if (knobs.sample() > 0) {
      long rows = Math.min(knobs.sample(), knobs.rows());
      Dataset<Row> sample = data.sample();
      Cost deequ = cost("deequ: ColumnProfiler, on a sample", null, rows);
      once(deequ, cpu, () -> DeequProfiler.profile(sample));
      deequ.time().answer("its first " + rows + " rows; per row");
      add(deequ, ours);
    }
    List<Problem> problems =
        wrong.stream()
            .map(
                each ->
                    Problem.error(
                        "ANSWERS_DIFFER",
                        null,
                        "the profile of " + each + " is not what Spark sums up",
                        "report it with the flags and the seed"))
            .toList();
    int exit = wrong.isEmpty() ? 0 : 7;
    return new Answer(
        VERB, null, exit == 0 ? Status.OK : Status.GATE_FAILED, exit, results, problems);
  }

  private static Cost cost(String work, @Nullable ProfileData data, long rows) {
    Measured time = new Measured(work);
    return new Cost(data == null ? time : time.reading(data.bytes()), new Measured(work), rows);
  }

  private void once(Cost cost, TaskCpu cpu, Runnable work) {
    heap.reset();
    cpu.seconds();
    cost.time()
        .add(
            Timed.of(
                    () -> {
                      work.run();
                      return true;
                    })
                .seconds());
    cost.cpu().add(cpu.seconds());
    cost.time().peak(heap.bytes());
  }

  private static Row sums(Dataset<Row> table) {
    List<Column> sums = new ArrayList<>();
    for (String name : table.columns()) {
      sums.add(count(col(name)));
      sums.add(name.startsWith("number_") ? sum(col(name)) : count(col(name)));
    }
    return table.select(sums.toArray(new Column[0])).head();
  }

  private static List<String> differences(TableProfile profile, Row sums) {
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < profile.columns().size(); i++) {
      ColumnProfile column = profile.columns().get(i);
      ColumnProfile.Numbers numbers = column.numbers();
      boolean equal = column.present() == sums.getLong(2 * i);
      Double avg = numbers == null ? null : numbers.avg();
      if (numbers != null && avg != null && equal) {
        double sum = sums.getDouble(2 * i + 1);
        Double stddev = numbers.stddev();
        double scale = Math.abs(sum) + (stddev == null ? 0 : stddev * column.present());
        equal = Math.abs(avg * column.present() - sum) <= CLOSE * scale;
      }
      if (!equal) {
        differing.add(column.name());
      }
    }
    return differing;
  }

  private void add(Cost cost, Cost ours) {
    int cores = spark.sparkContext().defaultParallelism();
    Map<String, Object> row = new LinkedHashMap<>(cost.time().row(0, cost.rows() / (double) cores));
    double perRow = cost.cpuPerRow();
    row.put("ratio", ours.cpuPerRow() > 0 ? rounded(perRow / ours.cpuPerRow()) : 0.0);
    row.put("rows", cost.rows());
    row.put("cpuSeconds", rounded(cost.cpu().median()));
    row.put("cpuSecondsPerMillionRows", rounded(perRow * MILLION));
    results.add(row);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
