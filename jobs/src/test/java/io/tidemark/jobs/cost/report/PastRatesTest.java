package io.tidemark.jobs.cost.report;

import static io.tidemark.jobs.cost.report.CostWarehouse.ledger;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class PastRatesTest {
  @TempDir Path folder;

  private static Map<String, Object> life(String run, String start, String end) {
    return CostWarehouse.life(run, "j-1", start, end);
  }

  private static Optional<RunEstimate> median(CostWarehouse warehouse, String currency) {
    try (Run run = warehouse.begin("2026-05-10T00:00:00Z")) {
      return new PastRates(run).median(currency);
    }
  }

  @Test
  void theMedianRunOfTheLastThirtyDaysSaysWhatAMinuteCosts(SparkSession spark) {
    CostWarehouse warehouse = new CostWarehouse(spark, folder);
    warehouse.write(
        CostTables.RUN_USAGE,
        List.of(
            life("cheap", "2026-05-01T00:00:00Z", "2026-05-01T00:10:00Z"),
            life("usual", "2026-05-02T00:00:00Z", "2026-05-02T00:10:00Z"),
            life("usual", "2026-05-02T00:00:00Z", "2026-05-02T00:30:00Z"),
            life("dear", "2026-04-20T00:00:00Z", "2026-04-20T00:01:00Z"),
            life("old", "2026-04-01T00:00:00Z", "2026-04-01T00:10:00Z"),
            life("unpaid", "2026-05-03T00:00:00Z", "2026-05-03T00:10:00Z")));
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-05", 1, "run_id", "cheap", "direct_cost", "1"),
            ledger("2026-05", 1, "run_id", "usual", "direct_cost", "4", "idle_share_cost", "4"),
            ledger("2026-05", 1, "run_id", "usual", "stage", "idle", "idle_share_cost", "90"),
            ledger("2026-04", 1, "run_id", "dear", "stage", "direct", "direct_cost", "50"),
            ledger("2026-04", 1, "run_id", "old", "direct_cost", "70")));

    assertThat(median(warehouse, "USD").orElseThrow().rate())
        .as("8 for 40 minutes, between 0.1 and 50")
        .isEqualByComparingTo("0.2");
    assertThat(median(warehouse, "EUR")).isEmpty();

    warehouse.write(
        CostTables.LEDGER, List.of(ledger("2026-05", 1, "run_id", "unpaid", "direct_cost", "3")));
    assertThat(median(warehouse, "USD").orElseThrow().rate())
        .as("0.1 0.2 0.3 50")
        .isEqualByComparingTo("0.25");
  }
}
