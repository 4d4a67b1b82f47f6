package io.tidemark.jobs.demo;

import static io.tidemark.jobs.demo.FlagNumbers.share;
import static io.tidemark.jobs.demo.FlagNumbers.whole;

import io.tidemark.lineage.definition.Refusal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How much data the bank has, and how unruly it is.
 *
 * @param customers how many
 * @param days how many, from {@link Bank#FIRST_DAY}
 * @param transactions card payments a day
 * @param skew the share of card payments that one customer makes
 * @param late the share of card payments and bureau reports that are known days later
 * @param corrected the share of card payments that are corrected afterwards
 * @param bad the share of the card payments of {@link Bank#badDay} that something is wrong with
 */
public record Knobs(
    long seed,
    long customers,
    long days,
    long transactions,
    double skew,
    double late,
    double corrected,
    double bad) {

  /** What stands where nothing is said. */
  public static final Knobs USUAL = new Knobs(7, 1000, 60, 500, 0.02, 0.05, 0.01, 0.06);

  private static final long MOST = 1_000_000_000L;

  /** The flags that set them, and what their help says. */
  public static final Map<String, String> FLAGS = flags();

  /**
   * These knobs with some of them set.
   *
   * @param flags values as typed, by flag
   * @throws Refusal if one is not a number within its bounds
   */
  public Knobs with(Map<String, String> flags) {
    return new Knobs(
        whole(flags, "--seed", seed, -MOST, MOST),
        whole(flags, "--customers", customers, 1, MOST),
        whole(flags, "--days", days, 1, 3650),
        whole(flags, "--transactions", transactions, 0, MOST),
        share(flags, "--skew", skew),
        share(flags, "--late", late),
        share(flags, "--corrected", corrected),
        share(flags, "--bad", bad));
  }

  /** The values by flag, without its dashes. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seed", seed);
    values.put("customers", customers);
    values.put("days", days);
    values.put("transactions", transactions);
    values.put("skew", skew);
    values.put("late", late);
    values.put("corrected", corrected);
    values.put("bad", bad);
    return values;
  }

  /** Which flags ask for something else than these knobs. */
  List<String> differing(Map<String, String> flags) {
    Map<String, Object> wanted = with(flags).values();
    return values().entrySet().stream()
        .filter(each -> !Objects.equals(wanted.get(each.getKey()), each.getValue()))
        .map(each -> "--" + each.getKey() + " " + each.getValue())
        .toList();
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--seed", "Another seed is another bank" + usual(USUAL.seed));
    flags.put("--customers", "How many customers" + usual(USUAL.customers));
    flags.put("--days", "How many days, from " + Bank.FIRST_DAY + usual(USUAL.days));
    flags.put("--transactions", "Card payments a day" + usual(USUAL.transactions));
    flags.put("--skew", "Share of card payments that one customer makes" + usual(USUAL.skew));
    flags.put("--late", "Share of payments and reports known days later" + usual(USUAL.late));
    flags.put("--corrected", "Share of payments corrected afterwards" + usual(USUAL.corrected));
    flags.put("--bad", "Share of one day's payments that are wrong" + usual(USUAL.bad));
    return Collections.unmodifiableMap(flags);
  }

  private static String usual(Number value) {
    return " (" + value + ").";
  }
}
