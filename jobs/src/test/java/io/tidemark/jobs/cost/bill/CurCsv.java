package io.tidemark.jobs.cost.bill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A CUR 2.0 file, record by record; what a record does not say has a usual value. */
final class CurCsv {
  private final List<String> columns;
  private final List<Map<String, String>> records = new ArrayList<>();

  CurCsv() {
    this(new ArrayList<>(usual().keySet()));
  }

  /** With these columns, in this order. */
  CurCsv(List<String> columns) {
    this.columns = columns;
  }

  static Map<String, String> usual() {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("bill_billing_period_start_date", "2026-04-01T00:00:00.000Z");
    usual.put("bill_invoice_id", "");
    usual.put("bill_payer_account_id", "000000000001");
    usual.put("identity_time_interval", "2026-04-02T00:00:00Z/2026-04-02T01:00:00Z");
    usual.put("line_item_currency_code", "USD");
    usual.put("line_item_line_item_description", "a \"quoted\" text, with commas");
    usual.put("line_item_line_item_type", "Usage");
    usual.put("line_item_net_unblended_cost", "");
    usual.put("line_item_operation", "RunInstances");
    usual.put("line_item_product_code", "AmazonEC2");
    usual.put("line_item_resource_id", "i-1");
    usual.put("line_item_unblended_cost", "1.0");
    usual.put("line_item_usage_account_id", "000000000002");
    usual.put("line_item_usage_amount", "1.0");
    usual.put("line_item_usage_end_date", "2026-04-02T01:00:00.000Z");
    usual.put("line_item_usage_start_date", "2026-04-02T00:00:00.000Z");
    usual.put("line_item_usage_type", "USE1-BoxUsage:m5.xlarge");
    usual.put("pricing_public_on_demand_cost", "");
    usual.put("pricing_unit", "Hrs");
    usual.put("product", "{}");
    usual.put("product_instance_type", "");
    usual.put("product_region_code", "us-east-1");
    usual.put("reservation_effective_cost", "0.0");
    usual.put("reservation_net_effective_cost", "");
    usual.put("reservation_reservation_a_r_n", "");
    usual.put("reservation_unused_amortized_upfront_fee_for_billing_period", "0.0");
    usual.put("reservation_net_unused_amortized_upfront_fee_for_billing_period", "");
    usual.put("reservation_unused_recurring_fee", "0.0");
    usual.put("reservation_net_unused_recurring_fee", "");
    usual.put("resource_tags", "{}");
    usual.put("savings_plan_savings_plan_a_r_n", "");
    usual.put("savings_plan_savings_plan_effective_cost", "0.0");
    usual.put("savings_plan_net_savings_plan_effective_cost", "");
    usual.put("savings_plan_total_commitment_to_date", "0.0");
    usual.put("savings_plan_used_commitment", "0.0");
    usual.put("split_line_item_parent_resource_id", "");
    usual.put("split_line_item_split_cost", "");
    usual.put("split_line_item_unused_cost", "");
    usual.put("tags", "{}");
    return usual;
  }

  /** A record; columns and values in turn, each column without what it begins with if unique. */
  CurCsv with(String... columnsAndValues) {
    Map<String, String> said = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      said.put(column(columnsAndValues[i]), columnsAndValues[i + 1]);
    }
    records.add(said);
    return this;
  }

  /** A record of a line type and an amount. */
  CurCsv line(String type, String cost, String... more) {
    List<String> all = new ArrayList<>(List.of("line_item_type", type, "unblended_cost", cost));
    all.addAll(List.of(more));
    return with(all.toArray(String[]::new));
  }

  private String column(String ending) {
    List<String> found =
        columns.stream()
            .filter(
                c ->
                    c.equals(ending)
                        || c.equals("line_item_" + ending)
                        || c.equals("savings_plan_" + ending)
                        || c.equals("bill_" + ending)
                        || c.equals("pricing_" + ending))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(ending + " is " + found);
    }
    return found.get(0);
  }

  String text() {
    return text("\n");
  }

  String text(String lineEnd) {
    Map<String, String> usual = usual();
    StringBuilder text = new StringBuilder(String.join(",", columns)).append(lineEnd);
    for (Map<String, String> record : records) {
      text.append(
              columns.stream()
                  .map(c -> quoted(record.getOrDefault(c, usual.getOrDefault(c, ""))))
                  .collect(Collectors.joining(",")))
          .append(lineEnd);
    }
    return text.toString();
  }

  static String quoted(String value) {
    return value.matches("(?s).*[\",\n\r].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
