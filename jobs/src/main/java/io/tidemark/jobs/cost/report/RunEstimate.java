package io.tidemark.jobs.cost.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a run will cost before it runs: the containers asked for, for so many minutes, at what a
 * container's minute has cost lately.
 *
 * @param rate of one container and minute, in {@code currency}
 */
public record RunEstimate(BigDecimal rate, String currency) {
  private static final int DECIMALS = 10;

  /** How an estimate stands to what a run may cost. */
  public enum Verdict {
    WITHIN,
    WARN,
    DENY
  }

  /**
   * What a run costs at this rate.
   *
   * @param containers executors, and the driver where it runs in the cluster
   * @throws IllegalArgumentException if one is negative
   */
  public BigDecimal cost(int containers, BigDecimal minutes) {
    if (containers < 0 || minutes.signum() < 0) {
      throw new IllegalArgumentException(containers + " containers, " + minutes + " minutes");
    }
    return rate.multiply(BigDecimal.valueOf(containers))
        .multiply(minutes)
        .setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }

  /**
   * Holds an estimated cost against what a run may cost.
   *
   * @param warnAt the share of the cap from which on it is told, 0 to 1
   */
  public static Verdict against(BigDecimal cost, BigDecimal cap, BigDecimal warnAt) {
    if (cost.compareTo(cap) > 0) {
      return Verdict.DENY;
    }
    return cost.compareTo(cap.multiply(warnAt)) >= 0 ? Verdict.WARN : Verdict.WITHIN;
  }
}
