package io.tidemark.featurestore.training;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Trouble;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;

/** Tells files that are missing or damaged from faults of our own. */
final class Unreadable {
  private static final List<String> DAMAGED =
      List.of(
          "is not a Parquet file",
          "CANNOT_READ_FILE_FOOTER",
          "FAILED_READ_FILE",
          "Encountered error while reading file",
          "Could not read footer for file",
          "Can not read value at",
          "could not read page");
  private static final Pattern FILE =
      Pattern.compile("(?:file:/*|/)[^\\s'\"]*/([^/\\s'\"]+\\.parquet)\\b");
  private static final List<String> GONE =
      List.of("TABLE_MISSING", "FILE_MISSING", "FILE_DAMAGED", "TABLE_DAMAGED");
  private static final int DEEPEST = 50;

  private Unreadable() {}

  /** What a failed job says about a file; empty if no file is to blame. */
  static Optional<String> why(Throwable failure) {
    String file = "";
    boolean blamed = false;
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      String message = each.getMessage() == null ? "" : each.getMessage();
      Matcher named = FILE.matcher(message);
      if (file.isEmpty() && named.find()) {
        file = named.group(1);
      }
      blamed |=
          each instanceof ChecksumException
              || each instanceof FileNotFoundException
              || each instanceof EOFException
              || DAMAGED.stream().anyMatch(message::contains);
      each = each.getCause();
    }
    if (blamed) {
      return Optional.of(
          file.isEmpty() ? "a file is missing or damaged" : file + " is missing or damaged");
    }
    Refusal trouble = Trouble.refusal(failure, null);
    return trouble == null
        ? Optional.empty()
        : trouble.problems().stream()
            .filter(Problem::isError)
            .filter(problem -> GONE.contains(problem.code()))
            .map(Problem::message)
            .findFirst();
  }
}
