package io.tidemark.quality.engine;

/** A rule does not fit the data that it is to judge: an error of that rule alone. */
final class UnfitRuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String errorClass;

  UnfitRuleException(String errorClass, String message) {
    super(message);
    this.errorClass = errorClass;
  }

  String errorClass() {
    return errorClass;
  }
}
