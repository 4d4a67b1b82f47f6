package io.tidemark.featurestore.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.LocalDate;
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

/** From files that change, through windows in any order, to training sets: all by the oracle. */
@ExtendWith(SparkExtension.class)
class WholeJobOracleTest {
  private static final int VIEWS = 4;
  private static final int PROJECTS = 1 + Cases.COUNT / 5_000;

  @Test
  void t30EveryStepAndSetIsTheOraclesWithAndWithoutPruning(
      SparkSession spark, @TempDir Path folder) {
    long seed = Cases.seed("cases of the whole job", PROJECTS * VIEWS * 3 * 2);
    for (int i = 0; i < PROJECTS; i++, seed++) {
      for (boolean pruned : new boolean[] {true, false}) {
        RandomProject project = new RandomProject(seed, VIEWS, 0);
        Surroundings surroundings = Surroundings.random(new Random(seed)).forJobs(pruned);
        SparkSession session = spark.newSession();
        Path root = folder.resolve(seed + "_" + pruned);
        surroundings.during(session, () -> agrees(session, root, project, surroundings));
      }
    }
  }

  private static void agrees(
      SparkSession session, Path root, RandomProject project, Surroundings surroundings) {
    Script script = Script.parse(CaseScript.of(project).print());
    Play play = new Play(session, root, script);
    String what = "-Dtidemark.seed=%d in %s".formatted(project.seed(), surroundings);
    assertThat(play.answers().get(0).exitCode()).as(what).isZero();
    for (RandomView view : project.views()) {
      Knowing table = new Knowing(view.policy());
      for (int i = 0; i < project.windows().size(); i++) {
        Map<String, Object> result = result(play.answers().get(1 + i), view);
        assertThat(result)
            .as("%s, step %d of%n%s", what, i, script(project, view))
            .containsAllEntriesOf(wanted(table, view, i, project.windows().get(i)));
      }
      assertThat(stored(play, view))
          .as("%s, rows stored by%n%s", what, script(project, view))
          .containsExactlyInAnyOrderElementsOf(
              table.rows().stream().map(row -> line(view.policy(), row)).toList());
      for (Knowledge known : project.knowledge()) {
        List<String> lines = play.lines(CaseScript.name(known), view.policy().name());
        Agreement.check(project, view, known, surroundings, lines);
      }
    }
  }

  private static String script(RandomProject project, RandomView view) {
    return CaseScript.of(project, view, project.knowledge().get(0)).print();
  }

  private static Map<String, Object> result(Answer answer, RandomView view) {
    String name = view.policy().name() + "@1";
    return answer.results().stream()
        .filter(r -> name.equals(r.get("view")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, @Nullable Object> wanted(
      Knowing table, RandomView view, int step, Window window) {
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
    LocalDate first = window.first();
    LocalDate last = window.last();
    wanted.put("from", first == null ? null : first.toString());
    wanted.put("to", last == null ? null : last.toString());
    wanted.put("table", "features." + view.policy().name() + "_v1");
    try {
      Knowing.Counts counts = table.materialize(view.state(step), window);
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
      wanted.put("version", (long) table.seq());
      wanted.put("seq", (long) table.seq());
    } catch (Knowing.Refused refused) {
      wanted.put("status", "refused");
    }
    return wanted;
  }

  private static String line(Policy policy, Stored row) {
    List<@Nullable Object> values = new ArrayList<>(row.keys());
    values.add(row.event());
    values.add(row.known());
    values.add(row.deleted());
    values.addAll(row.id());
    values.addAll(policy.hasTie() ? row.tie() : List.of());
    values.addAll(row.values());
    values.add((long) row.seq());
    return values.stream().map(RandomValues::text).toList().toString();
  }

  private static List<String> stored(Play play, RandomView view) {
    Policy policy = view.policy();
    List<String> columns = new ArrayList<>(policy.keys());
    columns.addAll(List.of("unix_micros(event_ts)", "unix_micros(known_at)", "_deleted"));
    columns.addAll(fields("_id", "id", policy.idTypes()));
    columns.addAll(fields("_tie", "tie", policy.tieTypes()));
    columns.addAll(List.of("v", "w", "d", "_seq"));
    List<String> lines = new ArrayList<>();
    for (Row row :
        play.project()
            .table("features." + policy.name() + "_v1")
            .selectExpr(columns.toArray(String[]::new))
            .collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(RandomValues.text(row.get(i)));
      }
      lines.add(values.toString());
    }
    return lines;
  }

  private static List<String> fields(String column, String prefix, List<String> types) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(types.size() == 1 ? column : column + "." + prefix + i);
    }
    return fields;
  }
}
