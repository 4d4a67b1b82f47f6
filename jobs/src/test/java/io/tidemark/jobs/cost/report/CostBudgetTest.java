package io.tidemark.jobs.cost.report;

import static io.tidemark.jobs.cost.report.CostWarehouse.ledger;
import static io.tidemark.jobs.cost.report.CostWarehouse.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CostBudgetTest {
  private static final String MIDDLE_OF_APRIL = "2026-04-16T00:00:00Z";

  @TempDir Path folder;
  private CostWarehouse warehouse;

  @BeforeEach
  void tables(SparkSession spark) {
    warehouse = new CostWarehouse(spark, folder);
  }

  private void budget(String name, String spec) {
    warehouse.file(
        name + ".yaml",
        "apiVersion: tidemark/v1\nkind: Budget\nmetadata: {name: %s}\nspec: {%s}\n"
            .formatted(name, spec));
  }

  private Answer check(String now) {
    try (Run run = warehouse.begin(now)) {
      Answer answer = new CostBudget(run, warehouse.project()).check();
      run.complete(answer.exitCode());
      return answer;
    }
  }

  private List<String> recorded() {
    try (Run run = warehouse.begin(MIDDLE_OF_APRIL)) {
      return run
          .read(run.newest(CostTables.BUDGET_STATUS.ref()))
          .orderBy("budget", "period", "version", "threshold")
          .selectExpr(
              "budget",
              "period",
              "version",
              "CAST(threshold AS DOUBLE)",
              "CAST(CAST(actual AS DOUBLE) AS STRING)",
              "CAST(CAST(forecast AS DOUBLE) AS STRING)",
              "CAST(crossed_at AS STRING)")
          .collectAsList()
          .stream()
          .map(row -> row.mkString("|"))
          .toList();
    }
  }

  @Test
  void eachThresholdIsRecordedOncePerVersionAndARerunAddsNothing() {
    budget("risk", "match: {team: risk}, amount: 100");
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-04", 1, "team", "risk", "direct_cost", "70", "idle_share_cost", "-10"),
            ledger("2026-04", 1, "team", "fraud", "direct_cost", "500")));

    Answer first = check(MIDDLE_OF_APRIL);
    assertThat(first.exitCode()).isZero();
    assertThat(first.status()).isEqualTo(Status.OK);
    assertThat(first.results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result).containsEntry("budget", "risk").containsEntry("version", 1);
              assertThat(result).containsEntry("actual", new BigDecimal("60"));
              assertThat(result).containsEntry("forecast", new BigDecimal("120"));
              assertThat(result).containsEntry("used", new BigDecimal("0.6"));
            });
    assertThat(first.problems())
        .extracting(problem -> problem.file() + ": " + problem.message())
        .containsExactly(
            "risk.yaml: 50 % of budget risk is reached in 2026-04: 60 of 100 USD",
            "risk.yaml: 100 % of budget risk will be reached in 2026-04: 120 of 100 USD");
    List<String> rows =
        List.of(
            "risk|2026-04|1|0.5|60.0|120.0|2026-04-16 00:00:00",
            "risk|2026-04|1|1.0|60.0|120.0|2026-04-16 00:00:00");
    assertThat(recorded()).isEqualTo(rows);

    Answer second = check(MIDDLE_OF_APRIL);
    assertThat(second.status()).isEqualTo(Status.UNCHANGED);
    assertThat(second.results()).hasSize(1);
    assertThat(second.problems()).isEmpty();
    assertThat(recorded()).isEqualTo(rows);

    warehouse.write(
        CostTables.LEDGER, List.of(ledger("2026-04", 2, "team", "risk", "direct_cost", "81")));
    assertThat(check("2026-05-03T00:00:00Z").problems()).hasSize(2);
    assertThat(recorded())
        .hasSize(4)
        .contains(
            "risk|2026-04|2|0.5|81.0|81.0|2026-05-03 00:00:00",
            "risk|2026-04|2|0.8|81.0|81.0|2026-05-03 00:00:00");
  }

  @Test
  void aBudgetThatReachesNothingHasOneRowUntilItDoes() {
    budget("small", "match: {team: risk}, amount: 100");
    warehouse.write(
        CostTables.LEDGER, List.of(ledger("2026-04", 1, "team", "risk", "direct_cost", "40")));

    check("2026-05-01T00:00:00Z");
    assertThat(recorded()).containsExactly("small|2026-04|1|null|40.0|40.0|2026-05-01 00:00:00");
    check(MIDDLE_OF_APRIL);
    assertThat(recorded()).as("40 is not 0.5, 80 is not 1.0").hasSize(1);
    check("2026-04-11T00:00:00Z");
    assertThat(recorded())
        .hasSize(2)
        .contains("small|2026-04|1|1.0|40.0|120.0|2026-04-11 00:00:00");
  }

  @Test
  void onlyRowsOfTheCurrencyAndOfAllThatIsMatchedCount() {
    budget("euro", "match: {team: risk, service: S3}, amount: 1, currency: EUR, forecast: 9");
    budget("account", "match: {account: '0111'}, amount: 1, currency: USD, forecast: 9");
    warehouse.write(
        CostTables.BILL_LINE,
        List.of(
            row("delivery_id", "d", "line", 1L, "account", "0111", "currency", "USD"),
            row("delivery_id", "d", "line", 2L, "account", "0222", "currency", "USD")));
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-03", 1, "team", "risk", "service", "S3", "direct_cost", "7"),
            ledger("2026-04", 1, "team", "risk", "service", "S3", "direct_cost", "1"),
            ledger("2026-04", 1, "line", 2L, "team", "risk", "direct_cost", "2"),
            ledger(
                "2026-04",
                1,
                "team",
                "risk",
                "service",
                "S3",
                "direct_cost",
                "4",
                "currency",
                "EUR",
                "line",
                2L),
            ledger(
                "2026-04",
                1,
                "team",
                "risk",
                "service",
                "EC2",
                "direct_cost",
                "8",
                "currency",
                "EUR",
                "line",
                2L)));

    Answer answer = check("2026-05-01T00:00:00Z");
    assertThat(answer.results())
        .extracting(
            result -> result.get("budget") + " " + result.get("period"), r -> r.get("actual"))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("account 2026-03", new BigDecimal("7")),
            org.assertj.core.groups.Tuple.tuple("account 2026-04", new BigDecimal("1")),
            org.assertj.core.groups.Tuple.tuple("euro 2026-03", BigDecimal.ZERO),
            org.assertj.core.groups.Tuple.tuple("euro 2026-04", new BigDecimal("4")));
    assertThat(check("2026-05-01T00:00:00Z").results())
        .as("nothing new: the newest month only")
        .extracting(result -> result.get("period"))
        .containsOnly("2026-04");
  }

  @Test
  void withoutBudgetsThereIsNothingToCheckAndWithoutMonthsNothingToSay() {
    assertThatThrownBy(() -> check(MIDDLE_OF_APRIL))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(9));
    budget("risk", "match: {team: risk}, amount: 100");
    Answer answer = check(MIDDLE_OF_APRIL);
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.problems())
        .extracting(problem -> problem.code())
        .containsExactly("NOTHING_PUBLISHED");
    assertThat(recorded()).isEmpty();
  }
}
