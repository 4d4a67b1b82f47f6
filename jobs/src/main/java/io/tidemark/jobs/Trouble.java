package io.tidemark.jobs;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Puts an exception into words: trouble with the machine is told as such, the rest is our bug. */
final class Trouble {

  /** Spark's error classes for a file that is not what its name says. */
  private static final Set<String> UNREADABLE =
      Set.of("CANNOT_READ_FILE_FOOTER", "FAILED_READ_FILE", "_LEGACY_ERROR_TEMP_2064");

  private Trouble() {}

  /** The refusal to show for an exception: 2 for what the environment does to us, else 1. */
  static Refusal explain(Throwable thrown, boolean stackTrace) {
    if (thrown instanceof Refusal refusal) {
      return refusal;
    }
    for (Throwable each : chain(thrown)) {
      if (each instanceof Refusal refusal) {
        return refusal;
      }
      String fix = environment(each);
      if (fix != null) {
        return Refusal.of("ENVIRONMENT", null, message(each), fix);
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

  private static @Nullable String environment(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    if (thrown instanceof AccessControlException
        || thrown instanceof AccessDeniedException
        || (thrown instanceof IOException && message.contains("permission denied"))) {
      return "give this user the right to it";
    } else if (thrown instanceof IOException
        && (message.contains("no space left") || message.contains("disk quota"))) {
      return "make room and run it again";
    } else if (thrown instanceof IOException && message.contains("read-only file system")) {
      return "use a folder that can be written";
    } else if (thrown instanceof ParentNotDirectoryException
        || thrown instanceof FileSystemException
        || (thrown instanceof IOException
            && (message.contains("not a directory") || message.contains("mkdirs failed")))) {
      return "make it a folder that can be written";
    } else if (thrown instanceof FileNotFoundException
        || thrown instanceof ChecksumException
        || (thrown instanceof SparkThrowable spark
            && UNREADABLE.contains(String.valueOf(spark.getErrorClass())))) {
      return "make it readable and run it again";
    } else if (thrown instanceof OutOfMemoryError) {
      return "give the target more memory";
    }
    return null;
  }
}
