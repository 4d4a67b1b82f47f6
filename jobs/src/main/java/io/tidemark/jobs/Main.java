package io.tidemark.jobs;

import io.tidemark.jobs.definition.AnswerWriter;
import io.tidemark.jobs.definition.Printing;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.ValueJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** The main class of the job jar, for {@code spark-submit} and the command line. */
public final class Main {

  /** The system property that names the file to leave the result in. */
  public static final String RESULT = "tidemark.result";

  private static final long SECONDS_TO_END = 10;
  private static final long SECONDS_TO_STOP = 60;

  private Main() {}

  /** Runs the command line given as arguments and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    // Stdout holds the result alone, whatever a library prints.
    System.setOut(System.err);
    Interruption interruption = new Interruption();
    for (String signal : List.of("INT", "TERM")) {
      Signal.handle(
          new Signal(signal),
          received -> {
            interruption.raise(SECONDS_TO_END);
            Runtime.getRuntime().halt(Interruption.EXIT);
          });
    }
    TreeMap<String, String> environment = new TreeMap<>(System.getenv());
    List<String> arguments = List.of(args);
    Printing printing =
        new Printing(arguments, out, System.err, environment, System.console() != null);
    Sessions sessions = new Sessions();
    Answer answer =
        new Jobs(printing, out, environment, interruption).run(arguments, sessions::start);
    leave(answer);
    interruption.end();
    int code = interruption.raised() ? Interruption.EXIT : answer.exitCode();
    endAtLast(code);
    sessions.stop();
    System.exit(code);
  }

  // A session that ran out of memory may never stop; all is recorded and printed by now.
  private static void endAtLast(int code) {
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(TimeUnit.SECONDS.toMillis(SECONDS_TO_STOP));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(code);
            },
            "tidemark-end");
    last.setDaemon(true);
    last.start();
  }

  private static void leave(Answer answer) {
    String file = System.getProperty(RESULT);
    if (file == null) {
      return;
    }
    Path result = Path.of(file);
    Path unfinished = result.resolveSibling(result.getFileName() + ".tmp");
    try {
      Files.writeString(unfinished, ValueJson.indented(AnswerWriter.document(answer)));
      Files.move(unfinished, result, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
