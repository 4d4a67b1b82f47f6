package io.tidemark.lineage.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The storage gave no answer to a commit, again and again: it may be there or not. Whoever made it
 * has to look before trying again.
 */
public final class CommitStateUnknownException extends IOException {

  private static final long serialVersionUID = 1L;

  public CommitStateUnknownException(String file, @Nullable Throwable last) {
    super("no word whether this commit was made: " + file, last);
  }

  /** True if a failure comes down to this. */
  public static boolean isCauseOf(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 50; depth++) {
      if (cause instanceof CommitStateUnknownException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
