package io.tidemark.jobs.acceptance;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;

/** Another process that runs verbs when asked to, one after the other, with its fault switch on. */
final class Rival implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final Stops stops;
  private final Path log;

  private Rival(Process process, Stops stops, Path log) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.stops = stops;
    this.log = log;
  }

  static Rival start(Path work) throws IOException {
    Files.createDirectories(work);
    Stops stops = new Stops(work);
    Path log = work.resolve("log");
    List<String> command = Jvm.command(stops.option());
    command.add(Rival.class.getName());
    return new Rival(new ProcessBuilder(command).redirectError(log.toFile()).start(), stops, log);
  }

  Stops stops() {
    return stops;
  }

  /** Starts a verb; fails unless it ends with 0. */
  CompletableFuture<Void> run(Path project, String verb) throws IOException {
    return run(project, verb, 0);
  }

  /** Starts a verb; fails unless it ends with the exit code. */
  CompletableFuture<Void> run(Path project, String verb, int code) throws IOException {
    questions.write(project + "\t" + verb + "\n");
    questions.flush();
    return CompletableFuture.runAsync(
        () -> {
          try {
            String answer = answers.readLine();
            if (!Integer.toString(code).equals(answer)) {
              throw new AssertionError(verb + ": " + answer + "\n" + Files.readString(log));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() throws Exception {
    questions.close();
    process.waitFor();
  }

  /** The other process. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    SparkSession spark = SparkExtension.start();
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      String[] parts = line.split("\t");
      Ran ran = new ProjectFolder(spark, Path.of(parts[0])).verb(parts[1]);
      System.err.println(ran);
      out.println(ran.exitCode());
    }
    System.exit(0);
  }
}
