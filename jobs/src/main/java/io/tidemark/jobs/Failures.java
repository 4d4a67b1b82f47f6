package io.tidemark.jobs;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Trouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/**
 * Puts an exception into words: trouble with the storage or the machine is told as such, the rest
 * is our bug.
 */
final class Failures {

  /** Spark's error classes for a file that is not what its name says. */
  private static final Set<String> UNREADABLE =
      Set.of("CANNOT_READ_FILE_FOOTER", "FAILED_READ_FILE", "_LEGACY_ERROR_TEMP_2064");

  private static final Pattern NOT_PARQUET = Pattern.compile("file:/+(\\S+) is not a Parquet file");

  private Failures() {}

  /** The refusal to show for an exception: 2 for what the environment does to us, else 1. */
  static Refusal explain(Throwable thrown, boolean stackTrace) {
    if (thrown instanceof Refusal refusal) {
      return refusal;
    }
    Refusal storage = Trouble.refusal(thrown, null);
    if (storage != null) {
      return storage;
    }
    for (Throwable each : chain(thrown)) {
      if (each instanceof OutOfMemoryError) {
        return Refusal.of("OUT_OF_MEMORY", null, message(each), "give the target more memory");
      }
      String file = notParquet(each);
      if (file != null) {
        return Refusal.of(
            "FILE_DAMAGED",
            null,
            file + " is no Parquet file, or only a part of one",
            "restore it");
      }
      if (each instanceof SparkThrowable spark
          && UNREADABLE.contains(String.valueOf(spark.getErrorClass()))) {
        return Refusal.of("FILE_DAMAGED", null, message(each), "make it readable and run it again");
      }
    }
    String message =
        "unexpected: " + root(thrown).getClass().getName() + ": " + message(root(thrown));
    return new Refusal(
        1,
        List.of(
            Problem.error(
                "UNEXPECTED",
                null,
                message,
                stackTrace ? null : "this is a fault of Tidemark; -v shows where")),
        thrown);
  }

  private static @Nullable String notParquet(Throwable thrown) {
    Matcher matcher = NOT_PARQUET.matcher(Objects.requireNonNullElse(thrown.getMessage(), ""));
    return matcher.find() ? "/" + matcher.group(1) : null;
  }

  /** The stack trace of an exception. */
  static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** The innermost cause. */
  static Throwable root(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return chain.get(chain.size() - 1);
  }

  /** The first line of an exception's message that says something. */
  static String message(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null) {
      return thrown.getClass().getSimpleName();
    }
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = thrown; each != null && chain.size() < 50; each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }
}
