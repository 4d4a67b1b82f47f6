package io.tidemark.jobs.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostReportsTest {

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i].toString(), pairs[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> spent(String team, String cost, String before, String share) {
    BigDecimal now = new BigDecimal(cost);
    return map(
        "section",
        "cost",
        "team",
        team,
        "currency",
        "USD",
        "cost",
        now,
        "share",
        new BigDecimal(share),
        "before",
        new BigDecimal(before),
        "change",
        now.subtract(new BigDecimal(before)));
  }

  @SafeVarargs
  private static Answer answer(Verb verb, Map<String, Object>... results) {
    return new Answer(verb.words(), null, Status.OK, 0, Arrays.asList(results), List.of());
  }

  @Test
  void costsAreToldToTheCentWithTheirSumAndTheReconciliationToTheLastDigit() {
    assertThat(
            CostReports.report(
                answer(
                    Verb.COST_REPORT,
                    spent("risk-ml", "12345.678", "12000", "0.9"),
                    spent("fraud-ml", "1371.742", "0", "0.1"),
                    map(
                        "section",
                        "reconciliation",
                        "period",
                        "2026-04",
                        "version",
                        2,
                        "currency",
                        "USD",
                        "measure",
                        "effective",
                        "bill",
                        new BigDecimal("13717.4200000001"),
                        "ledger",
                        new BigDecimal("13717.4200000001"),
                        "residual",
                        BigDecimal.ZERO))))
        .isEqualTo(
            """
            Cost

            team      currency       cost    share     before    change
            --------  --------  ---------  -------  ---------  --------
            risk-ml   USD       12,345.68   90.0 %  12,000.00    345.68
            fraud-ml  USD        1,371.74   10.0 %       0.00  1,371.74
            total     USD       13,717.42  100.0 %  12,000.00  1,717.42

            2026-04 version 2, USD, effective: bill 13717.4200000001, ledger 13717.4200000001, residual 0
            """);
  }

  @Test
  void billsAndLogsAreTwoTables() {
    assertThat(
            CostReports.ingested(
                answer(
                    Verb.COST_INGEST,
                    map("bill", "main", "period", "2026-04", "lines", 3L, "status", "ingested"),
                    map("log", "logs/a", "executors", 2L, "status", "unchanged"))))
        .isEqualTo(
            """
            bill  period   lines  status
            ----  -------  -----  --------
            main  2026-04      3  ingested

            log     executors  status
            ------  ---------  ---------
            logs/a          2  unchanged
            """);
  }

  @Test
  void aBudgetIsALine() {
    assertThat(
            CostReports.budgets(
                answer(
                    Verb.COST_BUDGET,
                    map(
                        "budget",
                        "risk_month",
                        "period",
                        "2026-04",
                        "amount",
                        new BigDecimal("12000"),
                        "used",
                        new BigDecimal("0.6"),
                        "crossed",
                        List.of(new BigDecimal("0.5"), new BigDecimal("1")),
                        "status",
                        "recorded"))))
        .isEqualTo(
            """
            budget      period      amount    used  crossed  status
            ----------  -------  ---------  ------  -------  --------
            risk_month  2026-04  12,000.00  60.0 %  0.5, 1   recorded
            """);
  }
}
