package io.tidemark.jobs.cost.report;

import static io.tidemark.jobs.cost.report.CostWarehouse.ledger;
import static io.tidemark.jobs.cost.report.CostWarehouse.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.definition.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class CostReportTest extends ReportedCost {
  /**
   * Random rows of three months, each with two versions of which the first is no longer current.
   */
  private static List<Map<String, Object>> randomLedger(Random random) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String period : List.of("2026-02", "2026-03", "2026-04")) {
      for (int version = 1; version <= 2; version++) {
        for (int i = 0; i < 60; i++) {
          boolean idle = random.nextInt(4) == 0;
          rows.add(
              ledger(
                  period,
                  version,
                  "line",
                  (long) random.nextInt(30),
                  "team",
                  random.nextInt(5) == 0 ? null : "team" + random.nextInt(3),
                  "model",
                  "m" + random.nextInt(2),
                  "stage",
                  idle ? "idle" : "usage",
                  "target",
                  idle ? "__idle__" : "run" + i,
                  "currency",
                  random.nextInt(6) == 0 ? "EUR" : "USD",
                  "direct_cost",
                  BigDecimal.valueOf(random.nextLong(-1L << 40, 1L << 50), 18).toPlainString(),
                  "idle_share_cost",
                  BigDecimal.valueOf(random.nextLong(-1L << 40, 1L << 50), 18).toPlainString()));
        }
      }
    }
    return rows;
  }

  private static BigDecimal amount(Map<String, Object> row, String column) {
    return new BigDecimal(row.getOrDefault(column, "0").toString());
  }

  private static BigDecimal cost(Map<String, Object> row) {
    return amount(row, "direct_cost").add(amount(row, "idle_share_cost"));
  }

  private static Map<String, BigDecimal> sums(
      List<Map<String, Object>> rows,
      String period,
      Function<Map<String, Object>, BigDecimal> amount,
      String... by) {
    Map<String, BigDecimal> sums = new HashMap<>();
    for (Map<String, Object> row : rows) {
      if (row.get("period").equals(period) && row.get("version").equals(2)) {
        String key =
            List.of(by).stream()
                .map(column -> String.valueOf(row.get(column)))
                .collect(Collectors.joining(" "));
        sums.merge(key, amount.apply(row), BigDecimal::add);
      }
    }
    return sums;
  }

  private static Map<String, BigDecimal> told(
      List<Map<String, Object>> results, String amount, String... by) {
    Map<String, BigDecimal> told = new HashMap<>();
    for (Map<String, Object> result : results) {
      String key =
          List.of(by).stream()
              .map(column -> String.valueOf(result.get(column)))
              .collect(Collectors.joining(" "));
      assertThat(told.put(key, (BigDecimal) Objects.requireNonNull(result.get(amount)))).isNull();
    }
    return told;
  }

  private static void same(Map<String, BigDecimal> told, Map<String, BigDecimal> sums) {
    assertThat(told.keySet()).containsAll(sums.keySet());
    told.forEach(
        (key, amount) ->
            assertThat(amount)
                .as(key)
                .isEqualByComparingTo(sums.getOrDefault(key, BigDecimal.ZERO)));
  }

  @Test
  void costsAreTheSumsOfTheCurrentRowsToTheLastDigit(SparkSession spark) {
    for (long seed = 1; seed <= 2; seed++) {
      List<Map<String, Object>> rows = randomLedger(new Random(seed));
      warehouse = new CostWarehouse(spark, folder.resolve("seed" + seed));
      warehouse.write(CostTables.LEDGER, rows);

      List<Map<String, Object>> results =
          report("--by", "team,model", "--from", "2026-04", "--show", "cost").results();
      String[] by = {"team", "model", "currency"};
      same(told(results, "cost", by), sums(rows, "2026-04", CostReportTest::cost, by));
      same(told(results, "before", by), sums(rows, "2026-03", CostReportTest::cost, by));
      same(
          told(results, "direct", by),
          sums(rows, "2026-04", row -> amount(row, "direct_cost"), by));
      same(
          told(results, "idleShare", by),
          sums(rows, "2026-04", row -> amount(row, "idle_share_cost"), by));
      same(
          told(results, "idle", by),
          sums(
              rows,
              "2026-04",
              row -> row.get("target").equals("__idle__") ? cost(row) : BigDecimal.ZERO,
              by));
      for (Map<String, Object> result : results) {
        assertThat((BigDecimal) result.get("change"))
            .isEqualByComparingTo(
                ((BigDecimal) result.get("cost")).subtract((BigDecimal) result.get("before")));
      }
    }
  }

  private Answer byMonthAndTeam(String from, String to) {
    return report("--by", "period,team", "--from", from, "--to", to, "--show", "cost");
  }

  @Test
  void everyMonthStandsBesideTheOneBeforeIt() {
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-02", 1, "team", "a", "direct_cost", "1"),
            ledger("2026-03", 1, "team", "a", "direct_cost", "3"),
            ledger("2026-04", 1, "team", "a", "direct_cost", "7"),
            ledger("2026-04", 1, "team", "b", "direct_cost", "1")));

    assertThat(
            told(
                byMonthAndTeam("2026-03", "2026-04"), "period", "team", "cost", "before", "change"))
        .containsExactlyInAnyOrder("2026-03 a 3 1 2", "2026-04 a 7 3 4", "2026-04 b 1 0 1");
    assertThat(
            told(
                report("--from", "2026-03", "--to", "2026-04", "--show", "cost"),
                "team",
                "cost",
                "share",
                "before"))
        .as("of the two months before them one is not published")
        .containsExactly("a 10 0.909091 null", "b 1 0.090909 null");
    assertThat(told(report("--from", "2026-02", "--show", "cost"), "team", "cost", "before"))
        .as("there is nothing before")
        .containsExactly("a 1 null");
    assertThat(told(report("--show", "cost"), "team", "cost", "before"))
        .as("the newest month")
        .containsExactly("a 7 3", "b 1 0");
  }

  @Test
  void monthsStandBesideAsManyBeforeThemOrBesideNothing() {
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-01", 1, "team", "a", "direct_cost", "1"),
            ledger("2026-02", 1, "team", "b", "direct_cost", "2"),
            ledger("2026-03", 1, "team", "a", "direct_cost", "4"),
            ledger("2026-04", 1, "team", "a", "direct_cost", "8")));

    assertThat(
            told(
                report("--from", "2026-03", "--to", "2026-04", "--show", "cost"),
                "team",
                "cost",
                "before",
                "change"))
        .containsExactly("a 12 1 11", "b 0 2 -2");
    String[] columns = {"period", "team", "cost", "before", "change"};
    assertThat(told(byMonthAndTeam("2026-01", "2026-04"), columns))
        .as("the first month has none before it")
        .containsExactlyInAnyOrder(
            "2026-01 a 1 null null",
            "2026-02 a 0 1 -1",
            "2026-02 b 2 0 2",
            "2026-03 a 4 0 4",
            "2026-03 b 0 2 -2",
            "2026-04 a 8 4 4");
  }

  @Test
  void accountsAreThoseOfTheLines() {
    warehouse.write(
        CostTables.BILL_LINE,
        List.of(
            row("delivery_id", "d", "line", 1L, "account", "0111"),
            row("delivery_id", "d", "line", 2L, "account", "0222"),
            row("delivery_id", "e", "line", 1L, "account", "0333")));
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-04", 1, "line", 1L, "direct_cost", "1"),
            ledger("2026-04", 1, "line", 2L, "direct_cost", "4"),
            ledger("2026-04", 1, "line", 1L, "direct_cost", "2"),
            ledger("2026-04", 1, "delivery_id", "e", "direct_cost", "8")));

    assertThat(told(report("--by", "account", "--show", "cost"), "account", "cost"))
        .containsExactly("0333 8", "0222 4", "0111 3");
  }

  @Test
  void whatIsTooMuchToTellIsTheOthersAndNothingIsLost() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 1; i <= 1003; i++) {
      rows.add(ledger("2026-04", 1, "run_id", "run" + i, "direct_cost", String.valueOf(i)));
    }
    warehouse.write(CostTables.LEDGER, rows);

    List<Map<String, Object>> results = report("--by", "run", "--show", "cost").results();
    assertThat(results).hasSize(1001);
    assertThat(told(results, "cost", "run_id")).containsEntry("(others)", BigDecimal.valueOf(6));
    assertThat(
            results.stream()
                .map(result -> (BigDecimal) result.get("cost"))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(BigDecimal.valueOf(1003L * 1004 / 2));
  }

  @Test
  void aRestatementIsTheDifferencePerTeam() {
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-04", 1, "team", "risk", "direct_cost", "6.00"),
            ledger("2026-04", 1, "team", "fraud", "direct_cost", "4.00"),
            ledger("2026-04", 1, "team", "same", "direct_cost", "5.00"),
            ledger("2026-04", 2, "team", "risk", "direct_cost", "6.60"),
            ledger("2026-04", 2, "team", "fraud", "direct_cost", "3.70"),
            ledger("2026-04", 2, "team", "same", "direct_cost", "2.00"),
            ledger("2026-04", 2, "team", "same", "idle_share_cost", "3.00"),
            ledger("2026-04", 3, "team", "risk", "direct_cost", "7.00"),
            ledger("2026-04", 3, "team", "fraud", "direct_cost", "3.70"),
            ledger("2026-04", 3, "team", "same", "direct_cost", "5.00")));

    String[] columns = {"team", "fromVersion", "toVersion", "before", "cost", "change"};
    assertThat(told(report("--show", "changes"), columns)).containsExactly("risk 2 3 6.6 7 0.4");
    assertThat(told(report("--show", "changes", "--against", "1"), columns))
        .containsExactly("fraud 1 3 4 3.7 -0.3", "risk 1 3 6 7 1");
    assertThat(report("--show", "changes", "--against", "9").results()).isEmpty();
  }

  @Test
  void withoutAPublishedMonthThereIsAWordAboutIt() {
    assertThat(report().problems())
        .extracting(problem -> problem.code())
        .containsExactly("NOTHING_PUBLISHED");
    warehouse.write(CostTables.LEDGER, List.of(ledger("2026-04", 1, "direct_cost", "1")));
    assertThat(report("--from", "2025-01").problems())
        .extracting(problem -> problem.message() + "; " + problem.fix())
        .containsExactly(
            "no month from 2025-01 to 2025-01 is published; there are 2026-04 to 2026-04");
  }
}
