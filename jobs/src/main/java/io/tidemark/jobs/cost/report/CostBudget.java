package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.BudgetDefinition;
import io.tidemark.jobs.cost.report.BudgetStatuses.Key;
import io.tidemark.jobs.cost.report.BudgetStatuses.Standing;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.store.LackingRows;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code cost budget}: holds the published months against the budgets, and records each
 * threshold that is reached once per version of a month. What is over budget is a warning: only
 * {@code submit} refuses anything.
 */
public final class CostBudget {
  private static final String VERB = "cost budget";

  private final Run run;
  private final Project project;

  public CostBudget(Run run, Project project) {
    this.run = run;
    this.project = project;
  }

  /**
   * Looks at every month that is published.
   *
   * @return of each budget its newest month, and those of which something new was recorded
   * @throws Refusal 9 if the project has no budget
   */
  public Answer check() {
    List<Declared<BudgetDefinition>> budgets = project.all(BudgetDefinition.class);
    if (budgets.isEmpty()) {
      throw new Refusal(
          9,
          List.of(
              Problem.error(
                  "NOTHING_SELECTED",
                  null,
                  "the project has no Budget",
                  "declare one: what may be spent in a month, and by whom")));
    }
    PublishedLedger ledger = new PublishedLedger(run);
    if (ledger.versions().isEmpty()) {
      return new Answer(
          VERB,
          run.id(),
          Status.UNCHANGED,
          0,
          List.of(),
          List.of(
              Problem.warn(
                  "NOTHING_PUBLISHED",
                  null,
                  "no month is published",
                  "run `tidemark cost ingest`, then `tidemark cost attribute`")));
    }
    SortedMap<YearMonth, Integer> months =
        ledger.current(ledger.versions().firstKey(), ledger.versions().lastKey());
    Map<Key, Declared<BudgetDefinition>> owners = new LinkedHashMap<>();
    List<Standing> standings = new ArrayList<>();
    Dataset<Row> rows = ledger.rows(months);
    for (Declared<BudgetDefinition> budget : budgets) {
      Map<YearMonth, BigDecimal> actual = actual(rows, budget.definition());
      months.forEach(
          (month, version) -> {
            Standing standing =
                standing(
                    budget.definition(),
                    month,
                    version,
                    actual.getOrDefault(month, BigDecimal.ZERO));
            owners.put(standing.key(), budget);
            standings.add(standing);
          });
    }
    BudgetStatuses statuses = new BudgetStatuses(run.spark(), standings, run.now());
    LackingRows.append(run, CostTables.BUDGET_STATUS.ref(), statuses);
    return answer(standings, owners, statuses.added(), months.lastKey());
  }

  private Standing standing(
      BudgetDefinition budget, YearMonth month, int version, BigDecimal actual) {
    Spending spending = Spending.of(actual, month, run.now());
    return new Standing(
        new Key(budget.metadata().name(), month, version),
        budget.amount(),
        spending,
        spending.reached(budget));
  }

  /** What the rows cost that a budget is about, by month. */
  private Map<YearMonth, BigDecimal> actual(Dataset<Row> ledger, BudgetDefinition budget) {
    Dataset<Row> rows =
        budget.match().containsKey("account")
            ? new BilledLines(run).with(ledger, "account")
            : ledger;
    Column matches = col("currency").equalTo(budget.currency());
    for (Map.Entry<String, String> each : budget.match().entrySet()) {
      matches = matches.and(col(each.getKey()).equalTo(lit(each.getValue())));
    }
    Map<YearMonth, BigDecimal> actual = new HashMap<>();
    // A row per month.
    for (Row row : Money.sum(rows.where(matches).groupBy("period"), Money.sums()).collectAsList()) {
      actual.put(YearMonth.parse(row.<String>getAs("period")), Money.of(row, "").cost());
    }
    return actual;
  }

  private Answer answer(
      List<Standing> standings,
      Map<Key, Declared<BudgetDefinition>> owners,
      Map<Key, Set<BigDecimal>> added,
      YearMonth newest) {
    List<Map<String, Object>> results = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Standing standing : standings) {
      Key key = standing.key();
      Declared<BudgetDefinition> budget = owners.get(key);
      if (budget == null || (!key.month().equals(newest) && !added.containsKey(key))) {
        continue;
      }
      results.add(result(standing, budget.definition(), added.containsKey(key)));
      for (BigDecimal threshold : added.getOrDefault(key, Set.of())) {
        problems.add(crossed(standing, budget, threshold));
      }
    }
    return new Answer(
        VERB, run.id(), added.isEmpty() ? Status.UNCHANGED : Status.OK, 0, results, problems);
  }

  private static Map<String, Object> result(
      Standing standing, BudgetDefinition budget, boolean added) {
    Spending spending = standing.spending();
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("budget", standing.key().budget());
    result.put("period", standing.key().month().toString());
    result.put("version", standing.key().version());
    result.put("currency", budget.currency());
    result.put("amount", budget.amount());
    result.put("actual", spending.actual());
    result.put("forecast", spending.forecast());
    result.put("used", Money.ratio(spending.actual(), budget.amount()));
    result.put("crossed", List.copyOf(standing.reached()));
    result.put("status", added ? "recorded" : "unchanged");
    return result;
  }

  private static Problem crossed(
      Standing standing, Declared<BudgetDefinition> budget, BigDecimal threshold) {
    BudgetDefinition definition = budget.definition();
    Spending spending = standing.spending();
    boolean actual =
        spending.actual().compareTo(definition.amount().multiply(threshold)) >= 0
            && definition.thresholds().stream().anyMatch(each -> each.compareTo(threshold) == 0);
    return budget.warn(
        "spec.amount",
        "BUDGET_THRESHOLD",
        "%s of budget %s %s reached in %s: %s of %s %s"
            .formatted(
                percent(threshold),
                standing.key().budget(),
                actual ? "is" : "will be",
                standing.key().month(),
                (actual ? spending.actual() : spending.forecast()).toPlainString(),
                definition.amount().toPlainString(),
                definition.currency()),
        "see `tidemark cost report --by team,service`, or raise the budget");
  }

  private static String percent(BigDecimal threshold) {
    return Money.plain(threshold.movePointRight(2)).toPlainString() + " %";
  }
}
