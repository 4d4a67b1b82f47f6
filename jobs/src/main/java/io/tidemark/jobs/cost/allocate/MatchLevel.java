package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Category;
import java.util.List;
import java.util.Set;

/**
 * How near a line of an earlier stage is to a credit or a tax. A credit or a tax goes to the
 * receivers of the lines with its key on the first level whose receivers have a positive sum;
 * periods and currencies are never crossed.
 */
public enum MatchLevel {
  CREDIT_SERVICE_USAGE_INTERVAL(Part.ACCOUNT, Part.SERVICE, Part.USAGE_TYPE, Part.FROM, Part.TO),
  CREDIT_USAGE_INTERVAL(Part.ACCOUNT, Part.USAGE_TYPE, Part.FROM, Part.TO),
  CREDIT_SERVICE(Part.ACCOUNT, Part.SERVICE),
  TAX_SERVICE(Part.ACCOUNT, Part.SERVICE),
  TAX_ACCOUNT(Part.ACCOUNT),
  TAX_PAYER(Part.PAYER);

  /** What two lines may have in common, beside period and currency. */
  public enum Part {
    PAYER,
    ACCOUNT,
    SERVICE,
    USAGE_TYPE,
    /** When the use began that the line is for: its interval's start, else its charge period's. */
    FROM,
    /** When it ended: of the same of the two, else of the charge period. */
    TO
  }

  /** The levels of a credit, a refund or a discount, the nearest first. */
  public static final List<MatchLevel> OF_CREDITS =
      List.of(CREDIT_SERVICE_USAGE_INTERVAL, CREDIT_USAGE_INTERVAL, CREDIT_SERVICE);

  /** The levels of a tax, the nearest first. */
  public static final List<MatchLevel> OF_TAXES = List.of(TAX_SERVICE, TAX_ACCOUNT, TAX_PAYER);

  private final Set<Part> parts;

  MatchLevel(Part... parts) {
    this.parts = Set.of(parts);
  }

  /** Whether the lines on this level have it in common. */
  public boolean has(Part part) {
    return parts.contains(part);
  }

  /** Whether the receivers of a line may be matched on this level. */
  public boolean isBase(Category category) {
    return category == Category.USAGE || (category == Category.PURCHASE && OF_TAXES.contains(this));
  }
}
