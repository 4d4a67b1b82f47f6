package io.tidemark.jobs.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start another JVM like their own. */
final class Jvm {

  private Jvm() {}

  /** The command up to the main class. */
  static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("spark.test.jvmArgs").split(" ")));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }
}
