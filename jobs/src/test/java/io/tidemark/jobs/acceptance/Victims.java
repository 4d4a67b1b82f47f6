package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/**
 * A process that dies of SIGKILL in the middle of several runs. A run is held at each of its commit
 * points in turn, and there the files are copied that a death would leave; then runs on copies of
 * their own go to points by lot and stay there, and die with the process.
 */
final class Victims {

  private static final int KILLED = 137;
  private static final long PATIENCE_MILLIS = 120_000;

  // Nothing is written between the step before and these points: a death leaves the same files.
  private static final String SAME_FILES = "before (log|delete|copy) .*";

  private final Path work;
  private final SparkSession spark;
  private final Stops stops;
  private final List<Death> deaths = new ArrayList<>();

  private Victims(Path work, SparkSession spark) {
    this.work = work;
    this.spark = spark;
    this.stops = new Stops(work);
  }

  /**
   * A verb to die in.
   *
   * @param point the one point to die at, 0 for all in turn
   * @param real in how many of all points, by lot, a run really stays until the process dies
   */
  record Task(String name, Path prototype, String verb, int point, int real, long seed) {
    String line() {
      return String.join("\t", name, prototype + "", verb, point + "", real + "", seed + "");
    }

    static Task of(String line) {
      String[] parts = line.split("\t", -1);
      return new Task(
          parts[0],
          Path.of(parts[1]),
          parts[2],
          Integer.parseInt(parts[3]),
          Integer.parseInt(parts[4]),
          Long.parseLong(parts[5]));
    }
  }

  /** One death: the project folder that it leaves, and where in the run it was. */
  record Death(String task, boolean real, int point, String where, Path folder) {
    String line() {
      return String.join("\t", task, real + "", point + "", where, folder + "");
    }

    static Death of(String line) {
      String[] parts = line.split("\t", -1);
      return new Death(
          parts[0],
          Boolean.parseBoolean(parts[1]),
          Integer.parseInt(parts[2]),
          parts[3],
          Path.of(parts[4]));
    }
  }

  /** Runs the tasks in a process that is killed. */
  static List<Death> of(Path work, List<Task> tasks) throws Exception {
    Files.createDirectories(work);
    Files.write(work.resolve("tasks"), tasks.stream().map(Task::line).toList());
    Path log = work.resolve("log");
    List<String> command = Jvm.command(new Stops(work).option());
    command.addAll(List.of(Victims.class.getName(), work.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor()).as(() -> read(log)).isEqualTo(KILLED);
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(work.resolve("deaths")).stream().map(Death::of).toList();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The process that dies. */
  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[0]);
    Victims victims = new Victims(work, SparkExtension.start());
    for (String line : Files.readAllLines(work.resolve("tasks"))) {
      Task task = Task.of(line);
      if (task.point() == 0) {
        victims.dieAtEach(task);
      } else {
        victims.dieAt(task);
      }
    }
    Files.write(work.resolve("deaths"), victims.deaths.stream().map(Death::line).toList());
    Runtime.getRuntime().halt(KILLED);
  }

  /** Dies at the task's point; where the run is too short for it, at half of that. */
  private void dieAt(Task task) throws Exception {
    for (int point = task.point(); point > 0; point /= 2) {
      Path dead = Folders.copy(task.prototype(), work.resolve(task.name() + "_" + point));
      if (isHeld(start(dead, task.verb(), point), dead, point)) {
        String where = stops.points(dead).get(point - 1);
        deaths.add(new Death(task.name(), true, point, where, dead));
        return;
      }
    }
    throw new IllegalStateException(task + " has no point to die at");
  }

  private void dieAtEach(Task task) throws Exception {
    Path folder = work.resolve(task.name());
    Path live = Folders.copy(task.prototype(), folder.resolve("live"));
    List<Death> copied = new ArrayList<>();
    Thread run = start(live, task.verb(), 1);
    for (int point = 1; isHeld(run, live, point); point++) {
      String where = stops.points(live).get(point - 1);
      if (point == 1 || !where.matches(SAME_FILES)) {
        Path at = Folders.copy(live, folder.resolve("at_%03d".formatted(point)));
        copied.add(new Death(task.name(), false, point, where, at));
      }
      stops.hold(live, point + 1);
    }
    deaths.addAll(copied);
    List<Death> chosen = new ArrayList<>(copied);
    Collections.shuffle(chosen, new Random(task.seed()));
    for (Death death : chosen.subList(0, Math.min(task.real(), chosen.size()))) {
      Path dead =
          Folders.copy(task.prototype(), folder.resolve("dead_%03d".formatted(death.point())));
      assertThat(isHeld(start(dead, task.verb(), death.point()), dead, death.point())).isTrue();
      deaths.add(new Death(task.name(), true, death.point(), death.where(), dead));
    }
  }

  private Thread start(Path project, String verb, int point) {
    stops.hold(project, point);
    Thread run =
        new Thread(() -> System.out.println(new ProjectFolder(spark, project).verb(verb).ok()));
    run.start();
    return run;
  }

  /** False if the run came to its end before the point. */
  private boolean isHeld(Thread run, Path project, int point) throws Exception {
    long until = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (run.isAlive()) {
      if (stops.points(project).size() >= point) {
        return true;
      }
      if (System.currentTimeMillis() > until) {
        throw new IllegalStateException(
            "neither at point " + point + " nor at its end: " + List.of(run.getStackTrace()));
      }
      run.join(2);
    }
    return false;
  }
}
