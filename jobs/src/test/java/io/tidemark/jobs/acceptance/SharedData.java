package io.tidemark.jobs.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real files beside the repository, which are no part of it. */
public final class SharedData {

  private SharedData() {}

  /** The folder, or the calling tests are skipped with a message. */
  public static Path folder(String name) {
    String set = System.getProperty("tidemark.test.data", "");
    Path data = set.isEmpty() ? beside(Path.of("").toAbsolutePath()) : Path.of(set);
    Path found = data.resolve(name);
    assumeTrue(
        Files.isDirectory(found),
        "skipped: no real data at " + found + " (another place: -Dtidemark.test.data=FOLDER)");
    return found;
  }

  private static Path beside(Path module) {
    Path repository = module;
    while (repository.getParent() != null
        && Files.exists(repository.getParent().resolve("pom.xml"))) {
      repository = repository.getParent();
    }
    return repository.resolveSibling("shared").resolve("data");
  }
}
