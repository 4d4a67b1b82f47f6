package io.tidemark.jobs.cost.bill;

/** A record that cannot be read for what it is; the message tells what is so, in a user's words. */
final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException(String message) {
    super(message);
  }
}
