package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.BillFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Lines of AWS's Cost and Usage Reports, 1 and 2. */
final class CurLines implements LineReader {
  private static final String TYPE = "line_item_line_item_type";
  private static final String PAYER = "bill_payer_account_id";
  private static final String SPLIT_PARENT = "split_line_item_parent_resource_id";
  private static final String PLAN = "savings_plan_savings_plan_a_r_n";
  private static final String RESERVATION = "reservation_reservation_a_r_n";
  private static final List<String> NEEDED =
      List.of(
          PAYER,
          TYPE,
          "line_item_usage_account_id",
          "line_item_product_code",
          "line_item_usage_start_date",
          "line_item_unblended_cost");
  private static final List<String> TAG_COLUMNS = List.of("resourceTags/", "resource_tags_");
  private static final List<String> SECTIONS =
      List.of(
          "bill",
          "identity",
          "lineitem",
          "pricing",
          "product",
          "reservation",
          "savingsplan",
          "splitlineitem",
          "resourcetags",
          "tags");

  private final BillFormat format;

  CurLines(BillFormat format) {
    this.format = format;
  }

  @Override
  public BillRecord cursor(FileColumns columns) {
    return new BillRecord(columns, this::tagKey, false);
  }

  @Override
  public List<String> needed() {
    return NEEDED;
  }

  @Override
  public boolean reads(String column) {
    return SECTIONS.stream().anyMatch(column::startsWith);
  }

  // In CUR 2 the tags are maps, one of which is called resource_tags.
  private @Nullable String tagKey(String column) {
    if (format == BillFormat.CUR2) {
      return null;
    }
    return TAG_COLUMNS.stream()
        .filter(mark -> column.toLowerCase(Locale.ROOT).startsWith(mark.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(mark -> column.substring(mark.length()))
        .orElse(null);
  }

  @Override
  public ReadLine read(BillRecord record, long ordinal, LineContext in) {
    String said = record.text(TYPE);
    CurLineType type = new CurLineType(said, record);
    String payer = record.text(PAYER);
    String currency = record.text("line_item_currency_code");
    String parent = record.text(SPLIT_PARENT);
    BillLine line =
        new BillLine(
            in.deliveryId(),
            ordinal,
            in.period(),
            record.time("line_item_usage_start_date"),
            record.time("line_item_usage_end_date"),
            payer,
            record.text("line_item_usage_account_id"),
            record.text("line_item_product_code"),
            record.text("line_item_usage_type"),
            record.text("line_item_operation"),
            record.text("line_item_resource_id"),
            record.first("product_region_code", "product_region"),
            type.category(),
            said,
            in.currency(currency),
            parent == null ? type.amounts(in.isNet(payer)) : Amounts.ZERO,
            record.money("pricing_public_on_demand_cost"),
            record.quantity("line_item_usage_amount"),
            record.text("pricing_unit"),
            tags(record),
            detail(record, type, parent));
    return new ReadLine(
        line,
        record.money("line_item_net_unblended_cost") != null,
        LineReader.oddities(ownPeriod(record), in.period(), currency, type.isKnown()));
  }

  private static SortedMap<String, String> tags(BillRecord record) {
    SortedMap<String, String> tags =
        TagMaps.merged(record.map("tags"), record.map("resource_tags"));
    tags.putAll(TagMaps.said(record.tagColumns()));
    return tags;
  }

  private static LineDetail detail(BillRecord record, CurLineType type, @Nullable String parent) {
    Machine machine = Machine.of(record, record.text("line_item_usage_type"));
    @Nullable Instant[] interval = record.interval("identity_time_interval");
    return new LineDetail(
        interval[0],
        interval[1],
        record.text("bill_invoice_id"),
        record.first(RESERVATION, PLAN),
        type.isUnusedCommitment(),
        parent,
        parent == null ? null : orZero(record.money("split_line_item_split_cost")),
        parent == null ? null : orZero(record.money("split_line_item_unused_cost")),
        machine.type(),
        machine.vcpu(),
        machine.memoryGib(),
        machine.gpu());
  }

  private static @Nullable String ownPeriod(BillRecord record) {
    try {
      return LineReader.month(record.time("bill_billing_period_start_date"));
    } catch (UnreadableRecordException e) {
      return record.text("bill_billing_period_start_date");
    }
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }
}
