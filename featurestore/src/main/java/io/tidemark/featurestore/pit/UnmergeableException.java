package io.tidemark.featurestore.pit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thrown in a task that finds out, while it merges a view, that it had better not. */
final class UnmergeableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnmergeableException(String view, String why) {
    super(why + " [of view " + view + "]");
  }

  /** Why a job that failed cannot merge a view; empty if that was not the reason. */
  static Optional<String> why(Throwable failure, String view) {
    Pattern said =
        Pattern.compile(
            Pattern.quote(UnmergeableException.class.getName())
                + ": ([^\\n]*?) "
                + Pattern.quote("[of view " + view + "]"));
    for (Throwable each = failure; each != null; each = each.getCause()) {
      // Executors send messages, not always causes.
      Matcher found = said.matcher(each.toString());
      if (found.find()) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }
}
