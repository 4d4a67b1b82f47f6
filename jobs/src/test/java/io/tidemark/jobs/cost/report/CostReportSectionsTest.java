package io.tidemark.jobs.cost.report;

import static io.tidemark.jobs.cost.report.CostWarehouse.ledger;
import static io.tidemark.jobs.cost.report.CostWarehouse.life;
import static io.tidemark.jobs.cost.report.CostWarehouse.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostReportSectionsTest extends ReportedCost {

  @Test
  void failedRunsAndRetriesStandApart() {
    append(
        "run",
        """
        SELECT run_id, attempt, state FROM VALUES ('ok', 1, 'SUCCEEDED'), ('bad', 1, 'FAILED'),
          ('again', 1, 'FAILED'), ('again', 2, 'SUCCEEDED'), ('gone', 1, 'LOST')
          AS t(run_id, attempt, state)
        """);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String id : List.of("ok", "bad", "again", "gone", "foreign")) {
      rows.add(ledger("2026-04", 1, "team", "a", "run_id", id, "direct_cost", "3"));
    }
    rows.add(ledger("2026-04", 1, "team", "a", "run_id", "bad", "idle_share_cost", "0.5"));
    rows.add(ledger("2026-04", 1, "team", "a", "direct_cost", "100"));
    warehouse.write(CostTables.LEDGER, rows);

    assertThat(told(report("--show", "runs"), "outcome", "team", "runs", "cost", "costPerRun"))
        .containsExactly(
            "failed a 1 3.5 3.5",
            "lost a 1 3 3",
            "retried a 1 3 3",
            "succeeded a 1 3 3",
            "unknown a 1 3 3");
  }

  @Test
  void aUnitCostsWhatTheRunsOfTheseMonthsMadeOfIt() {
    append(
        "run_io",
        """
        SELECT run_id, direction, name, rows FROM VALUES
          ('r1', 'WRITE', 'features.x_v1', 4000000L), ('r2', 'WRITE', 'features.x_v1', 1000000L),
          ('other', 'WRITE', 'features.x_v1', 9000000L), ('r1', 'READ', 'features.x_v1', 7L),
          ('r2', 'WRITE', 'training.t_v1', 200L), ('r2', 'WRITE', 'features.none_v1', 0L)
          AS t(run_id, direction, name, rows)
        """);
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-04", 2, "run_id", "r1", "direct_cost", "1"),
            ledger("2026-04", 2, "run_id", "r2", "direct_cost", "1")));
    warehouse.write(
        CostTables.OBJECT_COST,
        List.of(
            row(
                "period",
                "2026-04",
                "object",
                "features.x_v1",
                "version",
                1,
                "direct_cost",
                "9",
                "currency",
                "USD"),
            row(
                "period",
                "2026-04",
                "object",
                "features.x_v1",
                "version",
                2,
                "direct_cost",
                "10",
                "currency",
                "USD"),
            row(
                "period",
                "2026-04",
                "object",
                "training.t_v1",
                "version",
                2,
                "direct_cost",
                "3",
                "currency",
                "USD"),
            row(
                "period",
                "2026-04",
                "object",
                "features.none_v1",
                "version",
                2,
                "direct_cost",
                "3",
                "currency",
                "USD")));

    assertThat(told(report("--show", "units"), "object", "cost", "rows", "unit", "costPerUnit"))
        .containsExactly(
            "features.x_v1 10 5000000 million rows 2", "training.t_v1 3 200 training row 0.015");
  }

  @Test
  void whatTagsAndRulesLeaveOpenIsToldInLinesAndMoney() {
    warehouse.write(
        CostTables.BILL_LINE,
        List.of(
            row("delivery_id", "d", "line", 1L, "tags", Map.of("user:team", "a")),
            row(
                "delivery_id",
                "d",
                "line",
                2L,
                "tags",
                Map.of("aws:createdBy", "x", "accountTag/owner", "y")),
            row("delivery_id", "d", "line", 3L)));
    warehouse.write(
        CostTables.LEDGER,
        List.of(
            ledger("2026-04", 1, "line", 1L, "project", "p", "direct_cost", "4"),
            ledger("2026-04", 1, "line", 1L, "direct_cost", "1"),
            ledger(
                "2026-04",
                1,
                "line",
                2L,
                "project",
                "p",
                "direct_cost",
                "2",
                "idle_share_cost",
                "1"),
            ledger("2026-04", 1, "line", 3L, "target", "__unallocated__", "direct_cost", "2")));

    assertThat(told(report("--show", "tags"), "lack", "lines", "cost", "share"))
        .containsExactly(
            "untagged 2 5 0.5",
            "unallocated 1 2 0.2",
            "no_project 2 3 0.3",
            "no_env 3 10 1",
            "no_use_case 3 10 1",
            "no_model 3 10 1");
  }

  @Test
  void aDayFarAboveSuchDaysIsToldOnceItsBillIsSettled() {
    List<Map<String, Object>> rows = new ArrayList<>();
    LocalDate last = LocalDate.of(2026, 5, 19);
    for (LocalDate day = LocalDate.of(2026, 3, 1); !day.isAfter(last); day = day.plusDays(1)) {
      boolean spike = day.equals(LocalDate.of(2026, 5, 12)) || day.equals(last);
      rows.add(
          ledger(
              day.toString().substring(0, 7),
              1,
              "team",
              "a",
              "service",
              "EC2",
              "hour",
              day + "T05:00:00Z",
              "direct_cost",
              spike ? "400" : String.valueOf(100 + day.getDayOfWeek().getValue())));
    }
    rows.add(
        ledger(
            "2026-05",
            1,
            "team",
            "a",
            "service",
            "EC2",
            "hour",
            "2026-05-13T00:00:00Z",
            "stage",
            "tax",
            "category",
            "Tax",
            "direct_cost",
            "9000"));
    warehouse.write(CostTables.LEDGER, rows);

    assertThat(
            told(
                report("--show", "anomalies"), "day", "team", "service", "cost", "usual", "change"))
        .containsExactly("2026-05-12 a EC2 400 102 298");
    assertThat(report("--show", "anomalies", "--from", "2026-04").results()).isEmpty();
  }

  @Test
  void clustersThatNoBillKnowsAreToldWithTheirUse() {
    warehouse.write(CostTables.LEDGER, List.of(ledger("2026-04", 1, "direct_cost", "1")));
    warehouse.write(
        CostTables.RUN_USAGE,
        List.of(life("r", "j-NOBILL", "2026-03-31T23:59:59Z", "2026-04-01T00:00:02Z")));

    assertThat(told(report("--show", "unbilled"), "period", "cluster", "vcoreMs"))
        .containsExactly("2026-04 j-NOBILL 8000");
  }

  @Test
  void useInAMonthThatIsNotPublishedIsToldTooAndTheReportSaysThatNothingIs() {
    warehouse.write(CostTables.LEDGER, List.of(ledger("2026-04", 1, "direct_cost", "1")));
    warehouse.write(
        CostTables.RUN_USAGE,
        List.of(
            life("r", "j-MARCH", "2026-03-31T23:59:59Z", "2026-04-01T00:00:02Z"),
            life("s", "j-LATER", "2026-05-01T00:00:00Z", "2026-05-01T00:00:01Z")));

    assertThat(
            told(
                report("--show", "unbilled", "--from", "2026-03", "--to", "2026-05"),
                "period",
                "cluster",
                "vcoreMs"))
        .containsExactly("2026-03 j-MARCH 4000", "2026-04 j-MARCH 8000", "2026-05 j-LATER 4000");
    Answer later = report("--show", "unbilled", "--from", "2026-05", "--to", "2026-05");
    assertThat(told(later, "period", "cluster", "vcoreMs")).containsExactly("2026-05 j-LATER 4000");
    assertThat(later.problems()).extracting(Problem::code).containsExactly("NOTHING_PUBLISHED");
  }

  @Test
  void useIsToldThoughNoMonthAtAllIsPublished() {
    warehouse.write(
        CostTables.RUN_USAGE,
        List.of(life("r", "j-MARCH", "2026-03-31T23:59:59Z", "2026-04-01T00:00:02Z")));

    Answer asked = report("--from", "2026-03", "--to", "2026-04");
    assertThat(told(asked, "section", "period", "cluster", "vcoreMs"))
        .containsExactly("unbilled 2026-03 j-MARCH 4000", "unbilled 2026-04 j-MARCH 8000");
    assertThat(asked.problems())
        .extracting(problem -> problem.message() + "; " + problem.fix())
        .containsExactly(
            "no month from 2026-03 to 2026-04 is published; run `tidemark cost ingest`, then"
                + " `tidemark cost attribute`");
    assertThat(told(report("--show", "cost", "--to", "2026-03"), "section")).isEmpty();
    assertThat(told(report(), "section")).as("no month is asked for").isEmpty();
  }

  @Test
  void theReconciliationOfTheCurrentVersionIsTold() {
    warehouse.write(CostTables.LEDGER, List.of(ledger("2026-04", 2, "direct_cost", "1")));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int version = 1; version <= 2; version++) {
      for (String account : List.of("1", "2")) {
        rows.add(
            row(
                "period",
                "2026-04",
                "account",
                account,
                "currency",
                "USD",
                "category",
                "Usage",
                "cost",
                "effective",
                "bill",
                "1.5",
                "ledger",
                "1.5",
                "residual",
                "0",
                "version",
                version));
      }
    }
    warehouse.write(CostTables.RECONCILIATION, rows);

    assertThat(
            told(
                report("--show", "reconciliation"),
                "period",
                "version",
                "measure",
                "bill",
                "ledger",
                "residual"))
        .containsExactly("2026-04 2 effective 3 3 0");
  }
}
