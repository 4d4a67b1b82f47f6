package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lines of bills in the form of FOCUS 1.0 to 1.2. */
final class FocusLines implements LineReader {
  private static final List<String> NEEDED =
      List.of(
          "BilledCost",
          "EffectiveCost",
          "BillingAccountId",
          "ChargeCategory",
          "ChargePeriodStart",
          "ServiceName");

  @Override
  public BillRecord cursor(FileColumns columns) {
    return new BillRecord(columns, column -> null, true);
  }

  @Override
  public List<String> needed() {
    return NEEDED;
  }

  @Override
  public boolean reads(String column) {
    return true;
  }

  @Override
  public ReadLine read(BillRecord record, long ordinal, LineContext in) {
    String said = record.text("ChargeCategory");
    Category category = category(said);
    String payer = record.text("BillingAccountId");
    String account = record.text("SubAccountId");
    String currency = record.text("BillingCurrency");
    BigDecimal billed = record.needMoney("BilledCost");
    BigDecimal effective = record.needMoney("EffectiveCost");
    String usageType = record.first("x_UsageType", "SkuMeter", "SkuId");
    BigDecimal consumed = record.quantity("ConsumedQuantity");
    BigDecimal priced = record.quantity("PricingQuantity");
    boolean byPrice = consumed == null && priced != null;
    BillLine line =
        new BillLine(
            in.deliveryId(),
            ordinal,
            in.period(),
            record.time("ChargePeriodStart"),
            record.time("ChargePeriodEnd"),
            payer,
            account == null ? payer : account,
            record.first("x_ServiceCode", "ServiceName"),
            usageType,
            record.text("x_Operation"),
            record.text("ResourceId"),
            record.text("RegionId"),
            Objects.requireNonNullElse(category, Category.USAGE),
            said,
            in.currency(currency),
            new Amounts(billed, effective, billed, effective),
            record.money("ListCost"),
            byPrice ? priced : consumed,
            byPrice
                ? record.first("PricingUnit", "ConsumedUnit")
                : record.first("ConsumedUnit", "PricingUnit"),
            TagMaps.said(record.map("Tags")),
            detail(record, category, usageType));
    return new ReadLine(
        line,
        false,
        LineReader.oddities(
            LineReader.month(record.time("BillingPeriodStart")),
            in.period(),
            currency,
            category != null));
  }

  private static @Nullable Category category(@Nullable String said) {
    if (said == null) {
      return null;
    }
    return switch (said.strip().toLowerCase(Locale.ROOT)) {
      case "usage" -> Category.USAGE;
      case "purchase" -> Category.PURCHASE;
      case "credit" -> Category.CREDIT;
      case "tax" -> Category.TAX;
      case "adjustment" -> Category.DISCOUNT;
      default -> null;
    };
  }

  private static LineDetail detail(
      BillRecord record, @Nullable Category category, @Nullable String usageType) {
    String commitment = record.text("CommitmentDiscountId");
    boolean unused = "Unused".equalsIgnoreCase(record.text("CommitmentDiscountStatus"));
    Map<String, String> price = record.map("SkuPriceDetails");
    String type = price.get("InstanceType");
    return new LineDetail(
        null,
        null,
        record.text("InvoiceId"),
        commitment,
        unused || (category == Category.PURCHASE && commitment != null),
        null,
        null,
        null,
        type == null ? Machine.inUsage(usageType) : type,
        Machine.number(price.get("CoreCount")),
        Machine.gib(price.get("MemorySize")),
        Machine.number(price.get("GpuCount")));
  }
}
