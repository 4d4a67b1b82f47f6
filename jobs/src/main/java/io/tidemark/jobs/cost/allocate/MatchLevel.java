package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How near a line of an earlier stage is to a credit or a tax. A credit or a tax goes to the
 * receivers of the lines with its key on the first level whose receivers have a positive sum;
 * periods and currencies are never crossed.
 */
public enum MatchLevel {
  CREDIT_SERVICE_USAGE_INTERVAL(
      line -> joined(line, line.account(), line.service(), line.usageType(), from(line), to(line))),
  CREDIT_USAGE_INTERVAL(
      line -> joined(line, line.account(), line.usageType(), from(line), to(line))),
  CREDIT_SERVICE(line -> joined(line, line.account(), line.service())),
  TAX_SERVICE(line -> joined(line, line.account(), line.service())),
  TAX_ACCOUNT(line -> joined(line, line.account())),
  TAX_PAYER(line -> joined(line, line.payerAccount()));

  /** The levels of a credit, a refund or a discount, the nearest first. */
  public static final List<MatchLevel> OF_CREDITS =
      List.of(CREDIT_SERVICE_USAGE_INTERVAL, CREDIT_USAGE_INTERVAL, CREDIT_SERVICE);

  /** The levels of a tax, the nearest first. */
  public static final List<MatchLevel> OF_TAXES = List.of(TAX_SERVICE, TAX_ACCOUNT, TAX_PAYER);

  private final Function<BillLine, String> key;

  MatchLevel(Function<BillLine, String> key) {
    this.key = key;
  }

  /** What a line and what is matched to it have in common. */
  public String key(BillLine line) {
    return key.apply(line);
  }

  /** Whether a line's receivers may be matched on this level. */
  public boolean isBase(BillLine line) {
    return line.category() == Category.USAGE
        || (line.category() == Category.PURCHASE && OF_TAXES.contains(this));
  }

  private static @Nullable Instant from(BillLine line) {
    Instant said = line.detail().intervalStart();
    return said == null ? line.chargeStart() : said;
  }

  private static @Nullable Instant to(BillLine line) {
    Instant said = line.detail().intervalStart() == null ? null : line.detail().intervalEnd();
    return said == null ? line.chargeEnd() : said;
  }

  private static String joined(BillLine line, @Nullable Object... parts) {
    return Stream.concat(Stream.of(line.period(), line.currency()), Stream.of(parts))
        .map(part -> part == null ? "-" : "+" + part.toString().replace("/", "//"))
        .collect(Collectors.joining("/"));
  }
}
