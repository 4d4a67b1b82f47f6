package io.tidemark.jobs.cost.report;

import io.tidemark.jobs.definition.ReportKnobs;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse with the tables of cost, and the report of it. */
@ExtendWith(SparkExtension.class)
abstract class ReportedCost {
  private static final String NOW = "2026-05-20T00:00:00Z";

  @TempDir Path folder;
  CostWarehouse warehouse;

  @BeforeEach
  void tables(SparkSession spark) {
    warehouse = new CostWarehouse(spark, folder);
  }

  Answer report(String... flags) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < flags.length; i += 2) {
      given.put(flags[i], flags[i + 1]);
    }
    try (Run run = warehouse.begin(NOW)) {
      Answer answer = new CostReport(run, ReportKnobs.of(given)).report();
      run.complete(answer.exitCode());
      return answer;
    }
  }

  static List<String> told(Answer answer, String... columns) {
    return answer.results().stream()
        .map(
            result ->
                List.of(columns).stream()
                    .map(column -> plain(result.get(column)))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static String plain(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }

  void append(String table, String query) {
    TableRef ref = new TableRef("registry", table);
    try (Run run = warehouse.begin(NOW)) {
      PinnedTable newest = run.newest(ref);
      run.read(newest)
          .limit(0)
          .unionByName(run.spark().sql(query), true)
          .write()
          .format("delta")
          .mode("append")
          .save(newest.location());
      run.complete(0);
    }
  }
}
