package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedApplicationTest {
  private static final long BASE = 1_700_000_000_000L;

  /** One thing that a log tells; {@code other} is the launch of a task. */
  private record Thing(Kind kind, String id, long at, long other) {
    String text() {
      return switch (kind) {
        case ADDED -> Told.added(id, 4, at);
        case REMOVED -> Told.removed(id, at);
        case TASK -> Told.task(id, other, at);
        case JOB -> Told.job(at);
        case QUERY -> Told.query(at);
        case END -> Told.end(at);
      };
    }
  }

  private enum Kind {
    ADDED,
    REMOVED,
    TASK,
    JOB,
    QUERY,
    END
  }

  private record Expected(String id, long from, long to, boolean clamped, long slotMs) {}

  @Test
  void livesAreThoseOfTheOracleWhateverIsToldInWhateverOrder() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      List<Thing> things = things(random);
      List<String> lines = new ArrayList<>();
      lines.add(Told.start("app-1", BASE));
      things.forEach(thing -> lines.add(thing.text()));
      int torn = random.nextInt(3);
      for (int i = 0; i < torn; i++) {
        String victim = things.get(random.nextInt(things.size())).text().replace("17", "99");
        lines.add(
            1 + random.nextInt(lines.size()),
            victim.substring(0, 1 + random.nextInt(victim.length() - 1)));
      }

      LoggedApplication application = Told.read(lines);
      assertThat(application.lives())
          .as("seed %d: %s", seed, lines)
          .extracting(
              life ->
                  new Expected(
                      life.executorId(),
                      life.startedAt().toEpochMilli(),
                      life.endedAt().toEpochMilli(),
                      life.clamped(),
                      life.slotMs()))
          .containsExactlyElementsOf(expected(things));
      assertThat(application.malformed()).as("seed %d", seed).isEqualTo(torn);
    }
  }

  private static List<Thing> things(Random random) {
    List<Thing> things = new ArrayList<>();
    int count = 2 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      // Tasks and queries are as often as comings and goings; an end is rare.
      Kind kind = Kind.values()[random.nextInt(random.nextInt(4) == 0 ? 6 : 5)];
      if (kind == Kind.END && things.stream().anyMatch(t -> t.kind() == Kind.END)) {
        kind = Kind.ADDED;
      }
      String id = String.valueOf(random.nextInt(3));
      long at = BASE + random.nextInt(12);
      things.add(new Thing(kind, id, at, BASE + random.nextInt(12)));
    }
    return things;
  }

  private static List<Expected> expected(List<Thing> things) {
    Long end =
        things.stream().filter(t -> t.kind() == Kind.END).map(Thing::at).findFirst().orElse(null);
    long last =
        things.stream()
            .mapToLong(t -> t.kind() == Kind.TASK ? Math.max(t.at(), t.other()) : t.at())
            .reduce(BASE, Math::max);
    return IntStream.range(0, things.size())
        .filter(i -> isBirth(things, i))
        .mapToObj(i -> expected(things, i, end, last))
        .toList();
  }

  /** An executor comes, and it is not the one that is there already, told of once more. */
  private static boolean isBirth(List<Thing> things, int i) {
    Thing thing = things.get(i);
    if (thing.kind() != Kind.ADDED) {
      return false;
    }
    for (int j = i - 1; j >= 0; j--) {
      Thing before = things.get(j);
      if (before.id().equals(thing.id()) && before.kind() == Kind.ADDED) {
        return before.at() != thing.at();
      }
      if (before.id().equals(thing.id()) && before.kind() == Kind.REMOVED) {
        return true;
      }
    }
    return true;
  }

  private static Expected expected(List<Thing> things, int i, Long end, long last) {
    Thing born = things.get(i);
    List<Thing> own = new ArrayList<>();
    boolean again = false;
    long next = 0;
    for (int j = i + 1; j < things.size() && !again; j++) {
      if (things.get(j).id().equals(born.id())) {
        again = isBirth(things, j);
        next = things.get(j).at();
        own.add(things.get(j));
      }
    }
    Long gone =
        own.stream().filter(t -> t.kind() == Kind.REMOVED).map(Thing::at).findFirst().orElse(null);
    long to = gone != null ? gone : again ? next : end != null ? end : last;
    long capped = Math.max(born.at(), end == null ? to : Math.min(to, end));
    boolean told = gone != null || (!again && end != null);
    boolean fits = to >= born.at() && (end == null || to <= end);
    long slots =
        own.stream()
            .filter(t -> t.kind() == Kind.TASK)
            .mapToLong(t -> Math.max(0, t.at() - t.other()))
            .sum();
    return new Expected(born.id(), born.at(), capped, !told || !fits, slots);
  }

  @Test
  void whoseItIsStandsInThePropertiesOfTidemark() {
    LoggedApplication application =
        Told.read(
            List.of(
                Told.environment(
                    """
                    "spark.tidemark.run_id":"018f","spark.tidemark.team":"risk-ml",\
                    "spark.tidemark.project":"bank","spark.tidemark.env":"prod",\
                    "spark.tidemark.use_case":"credit","spark.tidemark.model":"pd",\
                    "spark.tidemark.cluster_id":"j-MINE"\
                    """,
                    "",
                    "\"EMR_CLUSTER_ID\":\"j-EMR\""),
                Told.attempt("application_1_2", "3", BASE),
                Told.added("7", 8, BASE + 5),
                Told.end(BASE + 10)));
    ExecutorLife life = application.lives().get(0);
    assertThat(life.runId()).isEqualTo("018f");
    assertThat(life.appId()).isEqualTo("application_1_2");
    assertThat(life.attempt()).isEqualTo(3);
    assertThat(life.clusterId()).isEqualTo("j-MINE");
    assertThat(life.team()).isEqualTo("risk-ml");
    assertThat(life.project()).isEqualTo("bank");
    assertThat(life.env()).isEqualTo("prod");
    assertThat(life.useCase()).isEqualTo("credit");
    assertThat(life.model()).isEqualTo("pd");
    assertThat(life.host()).isEqualTo("h7");
    assertThat(life.cores()).isEqualTo(8);
    assertThat(life.appName()).isEqualTo("growth-etl");
    assertThat(life.source()).isEqualTo(ExecutorLife.Source.EVENT_LOG);
  }

  @Test
  void withoutThemItIsTheApplicationsAndTheClusterIsEmrs() {
    assertThat(lifeIn("", "\"EMR_CLUSTER_ID\":\"j-SYS\"").clusterId()).isEqualTo("j-SYS");
    assertThat(lifeIn("\"EMR_CLUSTER_ID\":\"j-HAD\"", "").clusterId()).isEqualTo("j-HAD");
    assertThat(lifeIn("\"EMR_CLUSTER_ID\":\"j-HAD\"", "\"EMR_CLUSTER_ID\":\"j-SYS\"").clusterId())
        .isEqualTo("j-SYS");
    assertThat(lifeIn("", "\"EMR_CLUSTER_ID\":\"*********(redacted)\"").clusterId())
        .isEqualTo("app-9");
    ExecutorLife bare = lifeIn("", "");
    assertThat(bare.clusterId()).isEqualTo("app-9");
    assertThat(bare.runId()).isEqualTo("app-9");
    assertThat(bare.attempt()).isEqualTo(1);
    assertThat(bare.team()).isNull();
  }

  private static ExecutorLife lifeIn(String hadoop, String system) {
    return Told.read(
            List.of(
                Told.environment("", hadoop, system),
                Told.start("app-9", BASE),
                Told.added("1", 1, BASE)))
        .lives()
        .get(0);
  }

  @Test
  void aDriverHasARowInClusterModeOnly() {
    String size = "\"spark.driver.cores\":\"2\",\"spark.driver.memory\":\"5g\"";
    List<ExecutorLife> lives =
        Told.read(
                List.of(
                    Told.environment("\"spark.submit.deployMode\":\"cluster\"," + size, "", ""),
                    Told.start("app-9", BASE),
                    Told.end(BASE + 1000)))
            .lives();
    assertThat(lives).hasSize(1);
    ExecutorLife driver = lives.get(0);
    assertThat(driver.executorId()).isEqualTo("driver");
    assertThat(driver.cores()).isEqualTo(2);
    assertThat(driver.memoryBytes()).isEqualTo((5120L + 512) << 20);
    assertThat(driver.startedAt().toEpochMilli()).isEqualTo(BASE);
    assertThat(driver.endedAt().toEpochMilli()).isEqualTo(BASE + 1000);
    assertThat(driver.clamped()).isFalse();

    assertThat(
            Told.read(
                    List.of(
                        Told.environment("\"spark.submit.deployMode\":\"client\"," + size, "", ""),
                        Told.start("app-9", BASE),
                        Told.end(BASE + 1000)))
                .lives())
        .isEmpty();
  }

  @Test
  void aDriverWithoutAnEndEndsWithTheLastTimeAndIsClamped() {
    ExecutorLife driver =
        Told.read(
                List.of(
                    Told.environment("\"spark.submit.deployMode\":\"cluster\"", "", ""),
                    Told.start("app-9", BASE),
                    Told.query(BASE + 77)))
            .lives()
            .get(0);
    assertThat(driver.endedAt().toEpochMilli()).isEqualTo(BASE + 77);
    assertThat(driver.clamped()).isTrue();
  }

  @Test
  void gpusAreTheAddressesElseThoseOfTheProfile() {
    String own =
        Told.added("1", 4, BASE)
            .replace(
                "\"Resources\":{}",
                "\"Resources\":{\"gpu\":{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\"]}}");
    List<String> lines =
        List.of(
            Told.profile(Told.amount("memory", 1024) + "," + Told.amount("gpu", 1)),
            Told.start("app-9", BASE),
            own,
            Told.added("2", 4, BASE));
    assertThat(Told.read(lines).lives()).extracting(ExecutorLife::gpus).containsExactly(2L, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Event\":\"SparkListenerExecutorAdded\"}",
        "{\"Event\":\"SparkListenerExecutorAdded\",\"Timestamp\":\"soon\",\"Executor ID\":\"1\"}",
        "{\"Event\":\"SparkListenerTaskEnd\",\"Task Info\":{\"Executor ID\":\"1\"}}",
        "{\"Event\":\"SparkListenerTaskEnd\",\"Task Info\":{\"Launch Time\":x}}",
        "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":null}",
        "{\"Event\":17}",
        "{\"Other\":\"SparkListenerLogStart\"}",
        "[1, 2]",
        "not JSON"
      })
  void aMalformedLineIsCountedAndTheOthersHold(String line) {
    LoggedApplication application =
        Told.read(
            List.of(
                Told.start("app-9", BASE),
                Told.added("1", 4, BASE),
                line,
                Told.task("1", BASE, BASE + 5)));
    assertThat(application.malformed()).isEqualTo(1);
    assertThat(application.lives()).hasSize(1);
    assertThat(application.lives().get(0).slotMs()).isEqualTo(5);
  }

  @Test
  void blanksBetweenAndAroundAreNoMatter() {
    List<String> spaced =
        List.of(Told.start("app-9", BASE), Told.added("1", 4, BASE), "", "  ", Told.end(BASE + 9))
            .stream()
            .map(line -> line.replace("\":", "\": ").replace(",\"", ", \"") + " \r")
            .toList();
    LoggedApplication application = Told.read(spaced);
    assertThat(application.malformed()).isZero();
    assertThat(application.lives())
        .singleElement()
        .extracting(life -> life.endedAt().toEpochMilli())
        .isEqualTo(BASE + 9);
  }
}
