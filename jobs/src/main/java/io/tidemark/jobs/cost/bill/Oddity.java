package io.tidemark.jobs.cost.bill;

/** What is odd about a line that is kept all the same; counted and told as a warning. */
enum Oddity {
  NO_PERIOD("lines name no billing period; they are kept in the delivery's"),
  OTHER_PERIOD("lines name another billing period; they are kept in the delivery's"),
  UNKNOWN_LINE_TYPE("lines have a type that is not known; they count as usage at what was billed"),
  NO_CURRENCY("lines name no currency; they take the project's");

  private final String words;

  Oddity(String words) {
    this.words = words;
  }

  /** What follows the number of lines. */
  String words() {
    return words;
  }
}
