package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What rows cost: the direct cost of a table's objects by the rows that the runs of these months
 * have written to it. Rows of training sets are told one by one, those of scoring sets by the
 * thousand, all others by the million.
 */
final class UnitsSection {
  private static final TableRef RUN_IO = new TableRef("registry", "run_io");
  private static final int DECIMALS = 10;

  private final Run run;
  private final PublishedLedger ledger;

  UnitsSection(Run run, PublishedLedger ledger) {
    this.run = run;
    this.ledger = ledger;
  }

  /** What is counted of a table, and how many of its rows make one. */
  private record Unit(String word, long rows) {
    static Unit of(String object) {
      return object.startsWith("training.")
          ? new Unit("training row", 1)
          : object.startsWith("scoring.")
              ? new Unit("thousand predictions", 1_000)
              : new Unit("million rows", 1_000_000);
    }
  }

  List<Map<String, Object>> rows(Window window) {
    Dataset<Row> runs =
        ledger
            .rows(window.months())
            .where(col("run_id").isNotNull())
            .select(col("run_id").as("_run"))
            .distinct();
    Dataset<Row> written =
        run.read(run.newest(RUN_IO))
            .where(col("direction").equalTo("WRITE").and(col("rows").gt(0)))
            .join(runs, col("run_id").equalTo(col("_run")), "left_semi")
            .groupBy(col("name").as("_name"))
            .agg(sum("rows").as("rows"));
    List<Map<String, Object>> rows = new ArrayList<>();
    // A row per table that was written, and currency.
    for (Row row :
        run.read(run.pin(CostTables.OBJECT_COST.ref()))
            .where(PublishedLedger.are(window.months()))
            .groupBy("object", "currency")
            .agg(sum("direct_cost").as("direct"))
            .join(written, col("object").equalTo(col("_name")))
            .orderBy("object", "currency")
            .collectAsList()) {
      rows.add(row(row));
    }
    return rows;
  }

  private static Map<String, Object> row(Row row) {
    String object = row.getAs("object");
    BigDecimal direct = Money.plain(row.getAs("direct"));
    BigDecimal count = BigDecimal.valueOf((long) row.getAs("rows"));
    Unit unit = Unit.of(object);
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("section", ReportSection.UNITS.word());
    told.put("object", object);
    told.put("currency", row.getAs("currency"));
    told.put("cost", direct);
    told.put("rows", count.longValueExact());
    told.put("unit", unit.word());
    told.put(
        "costPerUnit",
        Money.plain(
            direct
                .multiply(BigDecimal.valueOf(unit.rows()))
                .divide(count, DECIMALS, RoundingMode.HALF_EVEN)));
    return told;
  }
}
