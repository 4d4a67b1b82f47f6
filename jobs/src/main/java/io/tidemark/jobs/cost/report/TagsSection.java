package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.allocate.Share;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.definition.ReportSection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How good tags and rules are, in lines and money: what no user has tagged, what nobody was found
 * for, what has no project and so on. A line counts where one of its rows does, with the money of
 * those rows.
 */
final class TagsSection {
  /** Neither AWS's own keys nor those of accounts and users are a tag of the resource. */
  private static final String IS_UNTAGGED =
      "size(filter(map_keys(tags), k -> NOT (k RLIKE"
          + " '(?i)^(resourceTags/)?aws[:_]|^(accountTag|costCategory|userAttribute|iamPrincipal)/'"
          + "))) <= 0";

  private static final String UNTAGGED = "untagged";
  private static final String ALL = "all";

  private final PublishedLedger ledger;
  private final BilledLines lines;

  TagsSection(PublishedLedger ledger, BilledLines lines) {
    this.ledger = ledger;
    this.lines = lines;
  }

  /** What a row of the ledger can lack, by its name in the report. */
  private static Map<String, Column> lacks() {
    Map<String, Column> lacks = new LinkedHashMap<>();
    lacks.put("unallocated", col("target").equalTo(Share.UNALLOCATED));
    for (Dimension dimension : Dimension.values()) {
      if (dimension != Dimension.TEAM) {
        lacks.put("no_" + dimension.word(), col(dimension.word()).isNull());
      }
    }
    return lacks;
  }

  List<Map<String, Object>> rows(Window window) {
    Map<String, Column> lacks = lacks();
    Dataset<Row> perLine = perLine(ledger.rows(window.months()), lacks);
    List<String> names = new ArrayList<>(List.of(UNTAGGED));
    names.addAll(lacks.keySet());
    List<Map<String, Object>> rows = new ArrayList<>();
    // A row per currency.
    for (Row row : totals(perLine, names).collectAsList()) {
      BigDecimal whole = cost(row, ALL);
      for (String name : names) {
        rows.add(row(name, row, whole));
      }
    }
    return rows;
  }

  /** One row per line of the bill: whether it lacks each thing, and the money that does. */
  private Dataset<Row> perLine(Dataset<Row> rows, Map<String, Column> lacks) {
    List<Column> sums = new ArrayList<>(money(ALL, lit(true)));
    lacks.forEach(
        (name, lack) -> {
          sums.add(max(lack).as(name));
          sums.addAll(money(name, lack));
        });
    Dataset<Row> summed = Money.sum(rows.groupBy("delivery_id", "line", "currency"), sums);
    Column untagged = col(UNTAGGED);
    return lines
        .with(summed, "tags")
        .withColumn(UNTAGGED, coalesce(expr(IS_UNTAGGED), lit(true)))
        .withColumn(direct(UNTAGGED), when(untagged, col(direct(ALL))))
        .withColumn(idleShare(UNTAGGED), when(untagged, col(idleShare(ALL))));
  }

  private static Dataset<Row> totals(Dataset<Row> perLine, List<String> names) {
    List<Column> sums = new ArrayList<>();
    sums.add(sum(direct(ALL)).as(direct(ALL)));
    sums.add(sum(idleShare(ALL)).as(idleShare(ALL)));
    for (String name : names) {
      sums.add(sum(col(name).cast("long")).as(name));
      sums.add(sum(direct(name)).as(direct(name)));
      sums.add(sum(idleShare(name)).as(idleShare(name)));
    }
    return Money.sum(perLine.groupBy("currency"), sums).orderBy("currency");
  }

  private static Map<String, Object> row(String name, Row totals, BigDecimal whole) {
    BigDecimal cost = cost(totals, name);
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("section", ReportSection.TAGS.word());
    row.put("lack", name);
    row.put("currency", totals.getAs("currency"));
    row.put("lines", totals.getAs(name));
    row.put("cost", cost);
    row.put("share", Money.ratio(cost, whole));
    return row;
  }

  private static List<Column> money(String name, Column condition) {
    return List.of(
        sum(when(condition, col("direct_cost"))).as(direct(name)),
        sum(when(condition, col("idle_share_cost"))).as(idleShare(name)));
  }

  private static BigDecimal cost(Row row, String name) {
    BigDecimal direct = Money.plain(row.getAs(direct(name)));
    return Money.plain(direct.add(Money.plain(row.getAs(idleShare(name)))));
  }

  private static String direct(String name) {
    return name + "_direct";
  }

  private static String idleShare(String name) {
    return name + "_idle_share";
  }
}
