package io.tidemark.jobs.cost.bill;

import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Trouble;
import java.io.IOException;

/** Tells what keeps a bill from being read, which its owner can mend, from our own mistakes. */
final class BillTrouble {
  private BillTrouble() {}

  /** The refusal that a failure comes down to, or the failure. */
  static RuntimeException explain(Exception failure, BillProblems problems) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableRecordException) {
        return problems.refusal(
            "BILL_CHANGED",
            cause.getMessage(),
            "run it again when the export is written; nothing of the bill was ingested");
      }
    }
    Refusal known = Trouble.refusal(failure, null);
    if (known != null) {
      return new Refusal(
          known.exitCode(),
          known.problems().stream()
              .map(each -> problems.error(each.code(), each.message(), each.fix()))
              .toList(),
          failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return problems.refusal(
            "BILL_UNREADABLE",
            "it cannot be read: " + cause.getMessage(),
            "correct the path or the rights on it");
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }
}
