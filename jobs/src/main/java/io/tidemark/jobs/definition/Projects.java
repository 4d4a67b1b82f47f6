package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Loads the project that a command line is about. */
public final class Projects {

  private Projects() {}

  /**
   * The project of {@code -C}, else the one around the working folder.
   *
   * @param process the process environment, for secrets
   */
  public static Project load(GlobalOptions options, Map<String, String> process) {
    String given = options.project();
    return Project.load(
        new LoadOptions(
            given == null ? Path.of("").toAbsolutePath() : folder(given),
            given != null,
            options.environment(),
            options.variables(),
            process));
  }

  private static Path folder(String given) {
    try {
      if (!given.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
        return Path.of(given).toAbsolutePath();
      }
      URI uri = URI.create(given);
      if ("file".equals(uri.getScheme())) {
        return Path.of(uri.getPath());
      }
    } catch (InvalidPathException e) {
      throw CommandLines.usage("--project '" + given + "' is not a folder", "give a folder");
    } catch (IllegalArgumentException e) {
      throw CommandLines.usage("--project '" + given + "' is not a URI", "give a folder");
    }
    throw Refusal.of(
        "NOT_SUPPORTED",
        null,
        "--project "
            + given
            + ": a project that is not on this machine's disk is not supported by"
            + " this version of Tidemark yet",
        "copy it, and give its folder or file: URI");
  }
}
