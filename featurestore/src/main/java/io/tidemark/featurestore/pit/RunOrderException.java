package io.tidemark.featurestore.pit;

/** Thrown in a task that finds a view's file not sorted or in the wrong bucket. */
final class RunOrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String MARK = "[of view ";

  RunOrderException(String view, String what, String file) {
    super(what + " in " + file + " " + MARK + view + "]");
  }

  /** Whether a job failed for such a file of a view; executors send messages, not always causes. */
  static boolean isWhy(Throwable failure, String view) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = each.toString();
      if (message.contains(RunOrderException.class.getName())
          && message.contains(MARK + view + "]")) {
        return true;
      }
    }
    return false;
  }
}
