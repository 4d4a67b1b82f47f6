package io.tidemark.jobs.cost.generate;

import static io.tidemark.jobs.cost.generate.CurColumn.BILL_BILLING_ENTITY;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_BILLING_PERIOD_END_DATE;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_BILLING_PERIOD_START_DATE;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_BILL_TYPE;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_INVOICE_ID;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_INVOICING_ENTITY;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_PAYER_ACCOUNT_ID;
import static io.tidemark.jobs.cost.generate.CurColumn.BILL_PAYER_ACCOUNT_NAME;
import static io.tidemark.jobs.cost.generate.CurColumn.COST_CATEGORY;
import static io.tidemark.jobs.cost.generate.CurColumn.DISCOUNT;
import static io.tidemark.jobs.cost.generate.CurColumn.IDENTITY_LINE_ITEM_ID;
import static io.tidemark.jobs.cost.generate.CurColumn.IDENTITY_TIME_INTERVAL;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_BLENDED_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_CURRENCY_CODE;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_LEGAL_ENTITY;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_LINE_ITEM_TYPE;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_NORMALIZATION_FACTOR;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_NORMALIZED_USAGE_AMOUNT;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_OPERATION;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_PRODUCT_CODE;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_RESOURCE_ID;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_UNBLENDED_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_USAGE_ACCOUNT_ID;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_USAGE_ACCOUNT_NAME;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_USAGE_AMOUNT;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_USAGE_END_DATE;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_USAGE_START_DATE;
import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_USAGE_TYPE;
import static io.tidemark.jobs.cost.generate.CurColumn.PRICING_CURRENCY;
import static io.tidemark.jobs.cost.generate.CurColumn.PRICING_PUBLIC_ON_DEMAND_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.PRICING_UNIT;
import static io.tidemark.jobs.cost.generate.CurColumn.PRODUCT;
import static io.tidemark.jobs.cost.generate.CurColumn.PRODUCT_INSTANCE_TYPE;
import static io.tidemark.jobs.cost.generate.CurColumn.PRODUCT_REGION_CODE;
import static io.tidemark.jobs.cost.generate.CurColumn.PRODUCT_SERVICECODE;
import static io.tidemark.jobs.cost.generate.CurColumn.PRODUCT_USAGETYPE;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_AMORTIZED_UPFRONT_COST_FOR_USAGE;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_AMORTIZED_UPFRONT_FEE_FOR_BILLING_PERIOD;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_EFFECTIVE_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_RECURRING_FEE_FOR_USAGE;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_UNUSED_AMORTIZED_UPFRONT_FEE_FOR_BILLING_PERIOD;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_UNUSED_NORMALIZED_UNIT_QUANTITY;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_UNUSED_QUANTITY;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_UNUSED_RECURRING_FEE;
import static io.tidemark.jobs.cost.generate.CurColumn.RESERVATION_UPFRONT_VALUE;
import static io.tidemark.jobs.cost.generate.CurColumn.RESOURCE_TAGS;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_AMORTIZED_UPFRONT_COMMITMENT_FOR_BILLING_PERIOD;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_RECURRING_COMMITMENT_FOR_BILLING_PERIOD;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_SAVINGS_PLAN_EFFECTIVE_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_SAVINGS_PLAN_RATE;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_TOTAL_COMMITMENT_TO_DATE;
import static io.tidemark.jobs.cost.generate.CurColumn.SAVINGS_PLAN_USED_COMMITMENT;
import static io.tidemark.jobs.cost.generate.CurColumn.TAGS;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the bill, filled and written again and again. No value is quoted that is not said.
 */
final class CurRow {
  private static final CurColumn[] COLUMNS = CurColumn.values();
  private static final String ZERO = "0.0";
  private static final String REGION = "us-east-1";

  /** What an export fills with zeros where there is nothing to tell. */
  private static final List<CurColumn> ZEROS =
      List.of(
          LINE_ITEM_NORMALIZATION_FACTOR,
          LINE_ITEM_NORMALIZED_USAGE_AMOUNT,
          RESERVATION_AMORTIZED_UPFRONT_COST_FOR_USAGE,
          RESERVATION_AMORTIZED_UPFRONT_FEE_FOR_BILLING_PERIOD,
          RESERVATION_EFFECTIVE_COST,
          RESERVATION_RECURRING_FEE_FOR_USAGE,
          RESERVATION_UNUSED_AMORTIZED_UPFRONT_FEE_FOR_BILLING_PERIOD,
          RESERVATION_UNUSED_NORMALIZED_UNIT_QUANTITY,
          RESERVATION_UNUSED_QUANTITY,
          RESERVATION_UNUSED_RECURRING_FEE,
          RESERVATION_UPFRONT_VALUE,
          SAVINGS_PLAN_AMORTIZED_UPFRONT_COMMITMENT_FOR_BILLING_PERIOD,
          SAVINGS_PLAN_RECURRING_COMMITMENT_FOR_BILLING_PERIOD,
          SAVINGS_PLAN_SAVINGS_PLAN_EFFECTIVE_COST,
          SAVINGS_PLAN_SAVINGS_PLAN_RATE,
          SAVINGS_PLAN_TOTAL_COMMITMENT_TO_DATE,
          SAVINGS_PLAN_USED_COMMITMENT);

  private final @Nullable String[] usual = new @Nullable String[COLUMNS.length];
  private final @Nullable String[] values = new @Nullable String[COLUMNS.length];
  private LineType type = LineType.USAGE;
  private String account = Accounts.PLATFORM;
  private String service = "";
  private long billed;
  private long effective;

  CurRow(MonthSpec spec, Delivery delivery) {
    usual[BILL_BILL_TYPE.ordinal()] = "Anniversary";
    usual[BILL_BILLING_ENTITY.ordinal()] = "AWS";
    usual[BILL_BILLING_PERIOD_START_DATE.ordinal()] = Times.millis(spec.start());
    usual[BILL_BILLING_PERIOD_END_DATE.ordinal()] = Times.millis(spec.end());
    usual[BILL_INVOICE_ID.ordinal()] = delivery.invoice();
    usual[BILL_INVOICING_ENTITY.ordinal()] = "Synthetic";
    usual[BILL_PAYER_ACCOUNT_ID.ordinal()] = Accounts.PAYER;
    usual[BILL_PAYER_ACCOUNT_NAME.ordinal()] = "synthetic: generated by Tidemark";
    usual[COST_CATEGORY.ordinal()] = "{}";
    usual[DISCOUNT.ordinal()] = "{}";
    usual[LINE_ITEM_CURRENCY_CODE.ordinal()] = "USD";
    usual[LINE_ITEM_LEGAL_ENTITY.ordinal()] = "Synthetic";
    usual[PRICING_CURRENCY.ordinal()] = "USD";
    usual[PRODUCT.ordinal()] = "{}";
    usual[PRODUCT_REGION_CODE.ordinal()] = REGION;
    ZEROS.forEach(column -> usual[column.ordinal()] = ZERO);
    tags(Tags.NONE);
    usual[RESOURCE_TAGS.ordinal()] = values[RESOURCE_TAGS.ordinal()];
    usual[TAGS.ordinal()] = values[TAGS.ordinal()];
  }

  /** Begins a line of an account for a time. */
  CurRow begin(LineType ofType, String ofAccount, Times times) {
    System.arraycopy(usual, 0, values, 0, values.length);
    type = ofType;
    account = ofAccount;
    set(LINE_ITEM_LINE_ITEM_TYPE, type.word());
    set(LINE_ITEM_USAGE_ACCOUNT_ID, account);
    set(LINE_ITEM_USAGE_ACCOUNT_NAME, account);
    set(IDENTITY_TIME_INTERVAL, times.interval());
    set(LINE_ITEM_USAGE_START_DATE, times.start());
    return set(LINE_ITEM_USAGE_END_DATE, times.end());
  }

  CurRow set(CurColumn column, String value) {
    values[column.ordinal()] = value;
    return this;
  }

  CurRow product(String code, String usageType, String operation) {
    service = code;
    set(LINE_ITEM_PRODUCT_CODE, code);
    set(PRODUCT_SERVICECODE, code);
    set(LINE_ITEM_USAGE_TYPE, usageType);
    set(PRODUCT_USAGETYPE, usageType);
    return set(LINE_ITEM_OPERATION, operation);
  }

  /** What the product's columns tell of a machine, which those of spot lines do not. */
  CurRow machine(MachineType machine, String product) {
    set(PRODUCT_INSTANCE_TYPE, machine.word());
    return set(PRODUCT, product);
  }

  CurRow resource(String id) {
    return set(LINE_ITEM_RESOURCE_ID, id);
  }

  /** Tags in both maps. */
  CurRow tags(Tags tags) {
    set(RESOURCE_TAGS, tags.resourceTags());
    return set(TAGS, tags.tags());
  }

  CurRow quantity(String amount, String unit) {
    set(LINE_ITEM_USAGE_AMOUNT, amount);
    return set(PRICING_UNIT, unit);
  }

  /** Its cost, which is its effective cost too, in {@link Price} units. */
  CurRow cost(long amount) {
    return cost(amount, amount);
  }

  CurRow cost(long ofBill, long ofUse) {
    billed = ofBill;
    effective = ofUse;
    String text = Price.text(ofBill);
    set(LINE_ITEM_UNBLENDED_COST, text);
    set(LINE_ITEM_BLENDED_COST, text);
    boolean list = type == LineType.USAGE || type == LineType.COVERED;
    return set(PRICING_PUBLIC_ON_DEMAND_COST, list ? text : ZERO);
  }

  LineType type() {
    return type;
  }

  String account() {
    return account;
  }

  String service() {
    return service;
  }

  long billed() {
    return billed;
  }

  long effective() {
    return effective;
  }

  /** Writes it as a line of CSV. Ids repeat over the hours, as those of exports do. */
  void write(Appendable out) throws IOException {
    set(
        IDENTITY_LINE_ITEM_ID,
        Integer.toHexString(
            Arrays.asList(
                    values[LINE_ITEM_RESOURCE_ID.ordinal()],
                    values[LINE_ITEM_USAGE_TYPE.ordinal()],
                    type.word(),
                    account)
                .hashCode()));
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      String value = values[i];
      if (value != null) {
        out.append(value);
      }
    }
    out.append('\n');
  }
}
