package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What runs cost by how they ended: succeeded at once, succeeded after retries, failed, lost; or
 * unknown, if the registry does not know the run.
 */
final class RunsSection {
  private static final TableRef RUNS = new TableRef("registry", "run");
  private static final int DECIMALS = 10;

  private final Run run;
  private final PublishedLedger ledger;

  RunsSection(Run run, PublishedLedger ledger) {
    this.run = run;
    this.ledger = ledger;
  }

  List<Map<String, Object>> rows(Window window) {
    Dataset<Row> outcomes =
        run.read(run.newest(RUNS))
            .groupBy(col("run_id").as("_run"))
            .agg(max_by(col("state"), col("attempt")).as("_state"), max("attempt").as("_attempts"));
    Column retried = col("_state").equalTo("SUCCEEDED").and(col("_attempts").gt(1));
    Column outcome =
        when(retried, "retried").otherwise(coalesce(lower(col("_state")), lit("unknown")));
    List<Column> sums = new ArrayList<>(List.of(countDistinct("run_id").as("runs")));
    sums.addAll(Money.sums());
    Dataset<Row> runs =
        ledger
            .rows(window.months())
            .where(col("run_id").isNotNull())
            .join(outcomes, col("run_id").equalTo(col("_run")), "left");
    List<Map<String, Object>> rows = new ArrayList<>();
    // A row per outcome, team and currency.
    for (Row row :
        Money.sum(runs.groupBy(outcome.as("outcome"), col("team"), col("currency")), sums)
            .orderBy("currency", "outcome", "team")
            .collectAsList()) {
      BigDecimal cost = Money.of(row, "").cost();
      long count = row.getAs("runs");
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("section", ReportSection.RUNS.word());
      told.put("outcome", row.getAs("outcome"));
      told.put("team", row.getAs("team"));
      told.put("currency", row.getAs("currency"));
      told.put("runs", count);
      told.put("cost", cost);
      told.put(
          "costPerRun",
          Money.plain(cost.divide(BigDecimal.valueOf(count), DECIMALS, RoundingMode.HALF_EVEN)));
      rows.add(told);
    }
    return rows;
  }
}
