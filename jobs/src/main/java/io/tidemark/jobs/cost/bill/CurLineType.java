package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What AWS's line types mean: category, what a line costs once commitments are spread over what
 * they cover (amortised), and which lines are a commitment that nobody used.
 */
final class CurLineType {
  private static final Set<String> USAGE =
      Set.of(
          "Usage",
          "DiscountedUsage",
          "SavingsPlanCoveredUsage",
          "SavingsPlanNegation",
          "FlatRateSubscription");
  private static final Set<String> PLANS =
      Set.of("ComputeSavingsPlans", "MachineLearningSavingsPlans");

  private final String type;
  private final Category category;
  private final BillRecord record;

  CurLineType(@Nullable String type, BillRecord record) {
    this.type = type == null ? "" : type;
    this.category = category(this.type);
    this.record = record;
  }

  Category category() {
    return category;
  }

  boolean isKnown() {
    return category != Category.USAGE || USAGE.contains(type);
  }

  boolean isUnusedCommitment() {
    return isPlanFee(type)
        || type.equals("SavingsPlanNegation")
        || type.equals("RIFee")
        || isReservationFee();
  }

  /** The four costs, as of a payer whose month is net or not. */
  Amounts amounts(boolean net) {
    Cost billed = cost("line_item_unblended_cost", "line_item_net_unblended_cost");
    Cost effective = effective(billed);
    if (!net) {
      return new Amounts(billed.gross, effective.gross, billed.gross, effective.gross);
    }
    // The net columns have the discounts in them already.
    return category == Category.DISCOUNT
        ? new Amounts(billed.gross, effective.gross, BigDecimal.ZERO, BigDecimal.ZERO)
        : new Amounts(billed.gross, effective.gross, billed.net, effective.net);
  }

  private Cost effective(Cost billed) {
    return switch (type) {
      case "DiscountedUsage" ->
          cost("reservation_effective_cost", "reservation_net_effective_cost");
      case "RIFee" ->
          cost(
                  "reservation_unused_amortized_upfront_fee_for_billing_period",
                  "reservation_net_unused_amortized_upfront_fee_for_billing_period")
              .plus(
                  cost("reservation_unused_recurring_fee", "reservation_net_unused_recurring_fee"));
      case "SavingsPlanCoveredUsage" ->
          cost(
              "savings_plan_savings_plan_effective_cost",
              "savings_plan_net_savings_plan_effective_cost");
      case "SavingsPlanRecurringFee" -> unusedCommitment();
      case "SavingsPlanNegation", "SavingsPlanUpfrontFee" -> Cost.ZERO;
      case "Fee" -> isReservationFee() ? Cost.ZERO : billed;
      case "Refund" -> refundsPlan() ? Cost.ZERO : billed;
      default -> billed;
    };
  }

  private Cost unusedCommitment() {
    BigDecimal unused =
        record
            .needMoney("savings_plan_total_commitment_to_date")
            .subtract(record.needMoney("savings_plan_used_commitment"));
    return new Cost(unused, unused);
  }

  private boolean isReservationFee() {
    return type.equals("Fee") && record.text("reservation_reservation_a_r_n") != null;
  }

  // The fee that it gives back was spread over what the plan covered.
  private boolean refundsPlan() {
    String product = record.text("line_item_product_code");
    return product != null
        && PLANS.contains(product)
        && record.text("savings_plan_savings_plan_a_r_n") != null;
  }

  private Cost cost(String column, String netColumn) {
    BigDecimal gross = record.needMoney(column);
    BigDecimal net = record.money(netColumn);
    return new Cost(gross, net == null ? gross : net);
  }

  private static Category category(String type) {
    return switch (type) {
      case "Fee", "RIFee" -> Category.PURCHASE;
      case "Credit" -> Category.CREDIT;
      case "Refund" -> Category.REFUND;
      case "Tax" -> Category.TAX;
      default ->
          isPlanFee(type)
              ? Category.PURCHASE
              : type.endsWith("Discount") ? Category.DISCOUNT : Category.USAGE;
    };
  }

  private static boolean isPlanFee(String type) {
    return type.startsWith("SavingsPlan") && type.endsWith("Fee");
  }

  /** One cost, gross and net. */
  private record Cost(BigDecimal gross, BigDecimal net) {
    static final Cost ZERO = new Cost(BigDecimal.ZERO, BigDecimal.ZERO);

    Cost plus(Cost other) {
      return new Cost(gross.add(other.gross), net.add(other.net));
    }
  }
}
