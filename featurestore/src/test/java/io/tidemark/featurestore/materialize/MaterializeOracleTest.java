package io.tidemark.featurestore.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.featurestore.testing.Projects;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Random sources and windows: every count and every stored row is what the oracle says. */
@ExtendWith(SparkExtension.class)
class MaterializeOracleTest {
  private static final int STEPS = 4;
  private static final Duration LAG = Duration.ofHours(2);

  /** One view: its source is named by the first three. */
  private record Case(boolean declared, boolean id, boolean tie, Duration lookback) {
    String source() {
      return "s_" + (declared ? "declared" : "first_seen") + (id ? "_id" : "");
    }

    String view() {
      return source().replaceFirst("s_", "v_") + (tie ? "_tie" : "");
    }

    List<Long> stretch(@Nullable LocalDate from, @Nullable LocalDate to, Instant now) {
      if (from == null || to == null) {
        return List.of(Long.MIN_VALUE, RandomSource.micros(now) + 1);
      }
      Instant start = from.atStartOfDay(ZoneOffset.UTC).toInstant();
      return List.of(
          RandomSource.micros(declared ? start : start.minus(lookback)),
          RandomSource.micros(to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }
  }

  @Test
  void everyStepAddsWhatTheOracleAdds(SparkSession session, @TempDir Path folder) {
    long seed = Long.getLong("tidemark.seed", 20_240_301L);
    SparkSession spark = session.newSession();
    Random random = new Random(seed);
    Projects project = new Projects(spark, folder);
    Map<Case, Oracle> oracles = cases(random);
    Map<String, RandomSource> sources = new LinkedHashMap<>();
    oracles
        .keySet()
        .forEach(
            c -> sources.computeIfAbsent(c.source(), s -> new RandomSource(random, c.declared())));
    project.yaml("defs.yaml", definitions(List.copyOf(oracles.keySet())));
    write(project, spark, sources);
    assertThat(project.apply().exitCode()).isZero();

    Map<Case, Integer> ordinals = new LinkedHashMap<>();
    Instant now = RandomSource.BASE.plus(Duration.ofDays(random.nextInt(3)));
    for (int step = 0; step < STEPS; step++) {
      write(project, spark, sources);
      now = now.plus(Duration.ofHours(1 + random.nextInt(40)));
      boolean days = step < STEPS - 1 && random.nextInt(4) > 0;
      LocalDate from = days ? LocalDate.of(2023, 12, 27).plusDays(random.nextInt(9)) : null;
      LocalDate to = from == null ? null : from.plusDays(random.nextInt(4));
      Answer answer = project.materialize(now, from, to);
      for (Map<String, Object> result : answer.results()) {
        for (Map.Entry<Case, Oracle> each : oracles.entrySet()) {
          Case view = each.getKey();
          if (result.get("view").equals(view.view() + "@1")) {
            String what = "seed %d step %d %s %s..%s".formatted(seed, step, view.view(), from, to);
            compare(what, result, view, each.getValue(), sources, from, to, now, ordinals);
          }
        }
      }
      assertThat(answer.results()).hasSize(oracles.size());
    }
    oracles.forEach((view, oracle) -> compareTable(seed, project, view, oracle));
    assertThat(oracles.values().stream().mapToInt(o -> o.rows().size()).sum()).isPositive();
  }

  private static void compare(
      String what,
      Map<String, Object> result,
      Case view,
      Oracle oracle,
      Map<String, RandomSource> sources,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      Instant now,
      Map<Case, Integer> ordinals) {
    List<Long> stretch = view.stretch(from, to, now);
    int next = ordinals.getOrDefault(view, 0) + 1;
    Oracle.Counts counts;
    try {
      counts =
          oracle.materialize(
              sources.get(view.source()).read(view.id(), view.tie()),
              stretch.get(0),
              stretch.get(1),
              RandomSource.micros(now),
              next);
    } catch (Oracle.Tie tie) {
      assertThat(result.get("status")).as(what).isEqualTo("refused");
      return;
    }
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("view", view.view() + "@1");
    wanted.put("from", from == null ? null : from.toString());
    wanted.put("to", to == null ? null : to.toString());
    wanted.put("status", counts.added() > 0 ? "written" : "unchanged");
    wanted.put("rowsRead", counts.read());
    wanted.put("rowsAdded", counts.added());
    wanted.put("rowsDuplicate", counts.duplicate());
    wanted.put(
        "rowsDropped",
        Map.of(
            "nullKey", counts.nullKey(),
            "nullEventTime", counts.nullEvent(),
            "nullKnownAt", counts.nullKnown()));
    wanted.put("table", "features." + view.view() + "_v1");
    int seq = counts.added() > 0 ? next : next - 1;
    ordinals.put(view, seq);
    wanted.put("version", (long) seq);
    wanted.put("seq", (long) seq);
    assertThat(result).as(what).isEqualTo(wanted);
  }

  private static void compareTable(long seed, Projects project, Case view, Oracle oracle) {
    List<String> wanted = new ArrayList<>();
    for (Oracle.Stored row : oracle.rows()) {
      List<@Nullable Object> values = new ArrayList<>(row.keys());
      values.add(row.event());
      values.add(row.known());
      values.add(Math.max(row.event() + LAG.toNanos() / 1_000, row.known()));
      values.add(row.deleted());
      if (view.id()) {
        values.add(row.id());
      }
      if (view.tie()) {
        values.add(row.tie().get(0));
      }
      values.addAll(row.features());
      values.add((long) row.step());
      wanted.add(values.toString());
    }
    List<String> got = new ArrayList<>();
    for (Row row : project.table("features." + view.view() + "_v1").collectAsList()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < row.size() - 2; i++) {
        Object value = row.get(i);
        if (value instanceof java.sql.Timestamp time) {
          value = RandomSource.micros(time.toInstant());
        } else if (value instanceof scala.collection.Map<?, ?>) {
          value = row.getJavaMap(i);
        } else if (value instanceof scala.collection.Seq<?>) {
          value = row.getList(i);
        }
        values.add(RandomSource.canonical(value));
      }
      got.add(values.toString());
    }
    assertThat(got)
        .as("seed %d: rows of %s", seed, view.view())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  private static Map<Case, Oracle> cases(Random random) {
    Map<Case, Oracle> cases = new LinkedHashMap<>();
    for (boolean declared : new boolean[] {true, false}) {
      for (boolean id : new boolean[] {true, false}) {
        for (boolean tie : new boolean[] {true, false}) {
          Duration lookback = Duration.ofHours(random.nextInt(3) * 18L);
          cases.put(new Case(declared, id, tie, lookback), new Oracle(declared, tie));
        }
      }
    }
    return cases;
  }

  private static void write(
      Projects project, SparkSession spark, Map<String, RandomSource> sources) {
    sources.forEach(
        (name, source) -> {
          source.step();
          project.parquet("data/" + name, source.written(spark));
        });
  }

  private static String definitions(List<Case> cases) {
    List<String> documents = new ArrayList<>();
    documents.add(
        """
        kind: Entity
        metadata: {name: thing}
        spec: {keys: [{name: k1, type: BIGINT}, {name: second, type: STRING}]}
        """);
    for (Case view : cases) {
      if (view.tie()) {
        documents.add(
            """
            kind: Source
            metadata: {name: %s}
            spec:
              format: parquet
              path: data/%s
              eventTimestamp: ts
              availabilityLag: PT2H
              deletedWhen: "op = 'D'"
            """
                    .formatted(view.source(), view.source())
                + (view.declared() ? "  knownAt: kn\n" : "")
                + (view.id() ? "  id: [id, line]\n" : ""));
      }
      documents.add(
          """
          kind: FeatureView
          metadata: {name: %s, version: 1}
          spec:
            entity: thing
            source: %s
            keys: {second: k2}
            materialize: {lookback: %s, buckets: 2}
            features:
              - {name: vi, type: INT}
              - {name: number, type: DOUBLE, column: vd}
              - {name: vs, type: STRING}
              - {name: vm, type: "MAP<STRING, DOUBLE>"}
              - {name: va, type: "ARRAY<STRUCT<x: DOUBLE>>"}
          """
                  .formatted(view.view(), view.source(), view.lookback())
              + (view.tie() ? "  tieBreaker: [seq]\n" : ""));
    }
    return String.join("---\n", documents);
  }
}
