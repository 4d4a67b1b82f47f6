package io.tidemark.jobs.acceptance;

import io.tidemark.jobs.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A verb in a process of its own, as Spark submits it, that waits where it is told to. */
final class JobProcess implements AutoCloseable {

  private final Process process;
  private final Stops stops;
  private final Path project;
  private final Path log;
  private int point = 1;

  private JobProcess(Process process, Stops stops, Path project, Path log) {
    this.process = process;
    this.stops = stops;
    this.project = project;
    this.log = log;
  }

  static JobProcess start(Path work, ProjectFolder project, String verb) throws IOException {
    Stops stops = new Stops(Files.createDirectories(work));
    Path log = work.resolve("log");
    List<String> command =
        Jvm.command(
            stops.option(),
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.sql.shuffle.partitions=2");
    command.add(Main.class.getName());
    command.addAll(List.of(verb.split(" ")));
    command.addAll(List.of("-C", project.root().toString()));
    stops.hold(project.root(), 1);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new JobProcess(process, stops, project.root(), log);
  }

  /** Lets it go on to the next point that matches, where it waits. */
  JobProcess goTo(String where) throws Exception {
    while (process.isAlive()) {
      List<String> points = stops.points(project);
      if (points.size() < point) {
        Thread.sleep(5);
      } else if (points.get(point - 1).matches(where)) {
        return this;
      } else {
        stops.hold(project, ++point);
      }
    }
    throw new AssertionError("never came to " + where + "\n" + log());
  }

  /** Sends a signal, and lets it go on. */
  int end(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    stops.release(project);
    return process.waitFor();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
