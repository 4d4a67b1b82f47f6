package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.acceptance.Victims.Death;
import io.tidemark.jobs.acceptance.Victims.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;

/**
 * Verbs that die at every commit point, and some again while they make up for it; each death is a
 * test of its own. With {@code -Dtidemark.kills=all} a process dies at every point, and the verb is
 * run again after every death. Else the files that a death leaves are copied at every point and
 * looked at, the process dies at some, and the verb is run again after these and every sixteenth.
 */
final class Killed implements AutoCloseable {

  private static final long SEED = Long.getLong("tidemark.kills.seed", 20260401);
  private static final boolean ALL = System.getProperty("tidemark.kills", "").equals("all");
  private static final int REAL = ALL ? Integer.MAX_VALUE : 1;
  private static final int AGAIN = ALL ? 4 : 1;
  private static final int RERUNS = ALL ? 1 : 16;
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final SparkSession spark;
  private final Path work;
  private final DuckDb duck = new DuckDb();
  private final Survival survival = new Survival(duck);
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Random random = new Random(SEED);

  Killed(SparkSession spark, Path work) {
    this.spark = spark;
    this.work = work;
  }

  private record Scenario(
      Path prototype,
      String verb,
      Survival.Content before,
      Survival.Content after,
      List<String> objects) {}

  /** A verb to die in, on copies of a project as it is now; the project without a death. */
  ProjectFolder scenario(String name, ProjectFolder project, String verb) {
    Path prototype = Folders.copy(project.root(), work.resolve("prototype").resolve(name));
    Path whole = Folders.copy(prototype, work.resolve("whole").resolve(name));
    ProjectFolder done = new ProjectFolder(spark, whole);
    done.verb(verb).ok();
    scenarios.put(
        name,
        new Scenario(
            prototype,
            verb,
            survival.content(project.warehouse()),
            survival.content(done.warehouse()),
            survival.objects(done.warehouse())));
    return done;
  }

  /** One test for each death. */
  Stream<DynamicTest> deaths() throws Exception {
    List<Task> first = new ArrayList<>();
    scenarios.forEach(
        (name, each) -> first.add(new Task(name, each.prototype(), each.verb(), 0, REAL, SEED)));
    List<Death> once = Victims.of(work.resolve("once"), first);
    List<Task> second = new ArrayList<>();
    for (String name : scenarios.keySet()) {
      List<Death> deaths = once.stream().filter(each -> each.task().equals(name)).toList();
      for (int i = 0; i < AGAIN; i++) {
        Death death = deaths.get(random.nextInt(deaths.size()));
        second.add(
            new Task(
                "%s_again_%d_after_%d".formatted(name, i, death.point()),
                death.folder(),
                scenario(death).verb(),
                1 + random.nextInt(deaths.size()),
                1,
                random.nextLong()));
      }
    }
    List<Death> again = Victims.of(work.resolve("again"), second);
    List<Death> all = new ArrayList<>(once);
    all.addAll(again);
    long real = once.stream().filter(Death::real).count();
    System.out.printf(
        "deaths at %d commit points, %d of them and %d more of a second run by SIGKILL, seed %d%n",
        once.size() - real, real, again.size(), SEED);
    return all.stream()
        .map(death -> DynamicTest.dynamicTest(name(death), () -> survived(death, once)));
  }

  private static String name(Death death) {
    return "%s %d%s: %s"
        .formatted(death.task(), death.point(), death.real() ? " (SIGKILL)" : "", death.where());
  }

  private Scenario scenario(Death death) {
    return scenarios.get(death.task().replaceAll("_again_.*", ""));
  }

  private void survived(Death death, List<Death> once) {
    Scenario scenario = scenario(death);
    Path folder = death.folder();
    if (death.real() && once.contains(death)) {
      Path copied = folder.resolveSibling("at_%03d".formatted(death.point()));
      assertThat(files(folder)).isEqualTo(files(copied));
    }
    Path left = new ProjectFolder(spark, folder).warehouse();
    survival.nothingHalf(left, scenario.before(), scenario.after());
    if (!death.real() && (death.point() + SEED) % RERUNS != 0) {
      return;
    }
    Path mended = Folders.copy(folder, folder.resolveSibling(folder.getFileName() + "_mended"));
    ProjectFolder project = new ProjectFolder(spark, mended);
    Path warehouse = project.warehouse();
    Map<String, String> dead = survival.lastActions(warehouse);
    project.verb(scenario.verb()).ok();
    survival.whole(warehouse, scenario.after(), scenario.objects(), dead);
    if (ALL || death.real()) {
      survival.rebuildChangesNothing(project);
    }
    Folders.delete(mended);
  }

  private static List<String> files(Path folder) {
    return new ProjectFolder(null, folder)
        .everything().keySet().stream().map(name -> name.replaceAll(UUID, "*")).sorted().toList();
  }

  @Override
  public void close() {
    duck.close();
  }
}
