package io.tidemark.jobs.cost.generate;

/** What kind of line it is, in the words of CUR. */
enum LineType {
  USAGE("Usage", "Usage"),
  COVERED("SavingsPlanCoveredUsage", "Usage"),
  NEGATION("SavingsPlanNegation", "Usage"),
  COMMITMENT("SavingsPlanRecurringFee", "Purchase"),
  FEE("Fee", "Purchase"),
  CREDIT("Credit", "Credit"),
  REFUND("Refund", "Refund"),
  DISCOUNT("EdpDiscount", "Discount"),
  TAX("Tax", "Tax");

  private final String word;
  private final String category;

  LineType(String word, String category) {
    this.word = word;
    this.category = category;
  }

  String word() {
    return word;
  }

  /** In the words of FOCUS. */
  String category() {
    return category;
  }
}
