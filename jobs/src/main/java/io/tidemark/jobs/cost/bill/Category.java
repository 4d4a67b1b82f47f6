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

  /**
   * The one of a word.
   *
   * @throws IllegalArgumentException if it is no category's
   */
  public static Category of(String word) {
    return switch (word) {
      case "Usage" -> USAGE;
      case "Purchase" -> PURCHASE;
      case "Credit" -> CREDIT;
      case "Refund" -> REFUND;
      case "Discount" -> DISCOUNT;
      case "Tax" -> TAX;
      default -> throw new IllegalArgumentException("no category is called " + word);
    };
  }

  /** As it stands in the tables. */
  public String word() {
    return word;
  }
}
