package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CostVerbsTest {

  @TempDir Path folder;

  @Test
  void costIsDeclaredAppliedAndReportedBeforeThereIsABill(SparkSession spark) {
    ProjectFolder project =
        new ProjectFolder(spark, folder)
            .project()
            .yaml(
                "cost.yaml",
                """
                kind: CostAllocation
                metadata: {name: aws}
                spec:
                  bills: [{name: main, format: cur2, files: [data/cur2.csv], period: 2026-04}]
                ---
                kind: Budget
                metadata: {name: risk_month}
                spec: {match: {team: risk-ml}, amount: "12000.00"}
                """);

    assertThat(project.run("validate").ok().result("kind", "CostAllocation").get("definitions"))
        .hasToString("1");
    assertThat(project.run("validate").result("kind", "Budget").get("definitions"))
        .hasToString("1");
    project.run("apply").written();
    project.run("apply").unchanged();
    assertThat(
            project.lines("SHOW TABLES IN cost").stream()
                .map(line -> line.split("\\|")[1])
                .toList())
        .containsExactlyInAnyOrder(
            "bill_line", "budget_status", "ledger", "object_cost", "reconciliation", "run_usage");

    assertThat(project.verb("cost report").ok().problems())
        .extracting(problem -> problem.get("code").asText())
        .containsExactly("NOTHING_PUBLISHED");
    assertThat(project.verb("cost budget").unchanged().results()).isEmpty();
    Ran table = project.plain("cost", "report");
    assertThat(table.exitCode()).isZero();
    assertThat(table.err()).contains("no month is published");
  }
}
