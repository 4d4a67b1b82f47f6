package io.tidemark.jobs.cost.bill;

/** What kind of charge a line is, in FOCUS's words where it has them. */
public enum Category {
  USAGE("Usage"),
  PURCHASE("Purchase"),
  CREDIT("Credit"),
  REFUND("Refund"),
  DISCOUNT("Discount"),
  TAX("Tax");

  private final String word;

  Category(String word) {
    this.word = word;
  }

  /** As it stands in the tables. */
  public String word() {
    return word;
  }
}
