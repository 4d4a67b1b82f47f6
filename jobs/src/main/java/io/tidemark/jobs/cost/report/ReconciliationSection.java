package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Bill and ledger of each month, currency and cost, all accounts and categories together. */
final class ReconciliationSection {
  private final Run run;

  ReconciliationSection(Run run) {
    this.run = run;
  }

  List<Map<String, Object>> rows(Window window) {
    List<Map<String, Object>> rows = new ArrayList<>();
    // A row per month, currency and cost.
    for (Row row :
        run.read(run.pin(CostTables.RECONCILIATION.ref()))
            .where(PublishedLedger.are(window.months()))
            .groupBy("period", "version", "currency", "cost")
            .agg(sum("bill").as("bill"), sum("ledger").as("ledger"), sum("residual").as("residual"))
            .orderBy("period", "currency", "cost")
            .collectAsList()) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("section", ReportSection.RECONCILIATION.word());
      told.put("period", row.getAs("period"));
      told.put("version", row.getAs("version"));
      told.put("currency", row.getAs("currency"));
      told.put("measure", row.getAs("cost"));
      told.put("bill", Money.plain(row.getAs("bill")));
      told.put("ledger", Money.plain(row.getAs("ledger")));
      told.put("residual", Money.plain(row.getAs("residual")));
      rows.add(told);
    }
    return rows;
  }
}
