package io.tidemark.jobs.cost.generate;

import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_OFFERING_TYPE;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_SAVINGS_PLAN_A_R_N;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_SAVINGS_PLAN_EFFECTIVE_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_TOTAL_COMMITMENT_TO_DATE;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_USED_COMMITMENT;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A compute savings plan: what it covers is billed at the usual price and taken back by negations,
 * and its commitment is paid every hour, used or not.
 */
final class SavingsPlan {

  /** What covered usage costs, in ten-thousandths of the usual price. */
  private static final long RATE = 7_200;

  /** Nobody buys exactly what is used most. */
  private static final long SPARE = 11_500;

  private static final String ARN =
      "arn:aws:savingsplans::" + Accounts.PAYER + ":savingsplan/synthetic-plan";

  private final long commitment;
  private final Map<String, Long> covered = new TreeMap<>();
  private long used;

  /**
   * A plan.
   *
   * @param most what all that it may cover costs in an hour at the usual price
   */
  SavingsPlan(long most) {
    this.commitment = Price.share(Price.share(most, RATE), SPARE);
  }

  /** Makes the line that was begun one of covered usage. */
  void cover(CurRow line, String usageType, long usual) {
    long effective = Price.share(usual, RATE);
    line.cost(usual, effective)
        .set(SAVINGS_PLAN_SAVINGS_PLAN_A_R_N, ARN)
        .set(SAVINGS_PLAN_OFFERING_TYPE, "ComputeSavingsPlan")
        .set(SAVINGS_PLAN_SAVINGS_PLAN_EFFECTIVE_COST, Price.text(effective));
    covered.merge(usageType, usual, Math::addExact);
    used = Math.addExact(used, effective);
  }

  /** Writes the negations of an hour and its fee, and begins anew. */
  void end(Times hour, BillWriter out) throws IOException {
    for (Map.Entry<String, Long> each : covered.entrySet()) {
      out.begin(LineType.NEGATION, Accounts.PLATFORM, hour)
          .product("AmazonEC2", each.getKey(), "RunInstances")
          .set(SAVINGS_PLAN_SAVINGS_PLAN_A_R_N, ARN)
          .cost(-each.getValue(), 0);
      out.write();
    }
    out.begin(LineType.COMMITMENT, Accounts.PLATFORM, hour)
        .product("ComputeSavingsPlans", "ComputeSP:1yrNoUpfront", "")
        .resource(ARN)
        .quantity("1.0", "Hrs")
        .set(SAVINGS_PLAN_SAVINGS_PLAN_A_R_N, ARN)
        .set(SAVINGS_PLAN_OFFERING_TYPE, "ComputeSavingsPlan")
        .set(SAVINGS_PLAN_TOTAL_COMMITMENT_TO_DATE, Price.text(commitment))
        .set(SAVINGS_PLAN_USED_COMMITMENT, Price.text(used))
        .cost(commitment, commitment - used);
    out.write();
    covered.clear();
    used = 0;
  }
}
