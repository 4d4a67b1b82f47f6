package io.tidemark.jobs.cost.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetKindTest {
  @TempDir Path folder;

  private BudgetDefinition read(String spec) {
    return CostYaml.load(folder, CostYaml.budget(spec))
        .all(BudgetDefinition.class)
        .get(0)
        .definition();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    BudgetDefinition budget = read("match: {team: risk-ml}, amount: 12000.00");

    assertThat(budget.match()).isEqualTo(Map.of("team", "risk-ml"));
    assertThat(budget.amount()).isEqualByComparingTo("12000");
    assertThat(budget.currency()).as("the project's").isEqualTo("EUR");
    assertThat(budget.thresholds())
        .containsExactly(new BigDecimal("0.5"), new BigDecimal("0.8"), BigDecimal.ONE);
    assertThat(budget.forecast()).isEqualByComparingTo("1");
    assertThat(budget.hard()).isFalse();
  }

  @Test
  void everythingThatIsSaidIsTaken() {
    BudgetDefinition budget =
        read(
            "match: {account: 0123, service: AmazonS3}, amount: '0.10', currency: USD, period:"
                + " month, thresholds: [0.25, 1.5], forecast: 1.2, hard: true");

    assertThat(budget.match()).isEqualTo(Map.of("account", "0123", "service", "AmazonS3"));
    assertThat(budget.amount()).isEqualByComparingTo("0.1");
    assertThat(budget.currency()).isEqualTo("USD");
    assertThat(budget.thresholds()).containsExactly(new BigDecimal("0.25"), new BigDecimal("1.5"));
    assertThat(budget.forecast()).isEqualByComparingTo("1.2");
    assertThat(budget.hard()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          amount: 1 | spec.match is missing; give a map to a value
          match: {team: a} | spec.amount is missing; give a number as 0.05 or 1e6
          match: {}, amount: 1 | match names nothing; give a column, as match: {team: risk-ml}
          match: {squad: a}, amount: 1 | spec.match.squad is 'squad'; expected one of team, project, env, use_case, model, service, account
          match: {team: a}, amount: 0 | amount is 0; give what may be spent in a month, a number above 0
          match: {team: a}, amount: -5 | amount is -5; give what may be spent in a month, a number above 0
          match: {team: a}, amount: 1e-19 | amount is 0.0000000000000000001, which DECIMAL(38,18) cannot hold; give at most 18 decimals, and less than 1e20
          match: {team: a}, amount: many | spec.amount is 'many'; expected a number as 0.05 or 1e6
          match: {team: a}, amount: 1, currency: Euro | spec.currency is 'Euro'; expected a currency as USD
          match: {team: a}, amount: 1, period: week | spec.period is 'week'; expected one of month
          match: {team: a}, amount: 1, thresholds: [0] | the threshold 0 is not above 0; give shares of the amount in ascending order, as [0.5, 0.8, 1.0]
          match: {team: a}, amount: 1, thresholds: [0.8, 0.5] | the threshold 0.5 is not above 0.8, the one before it; give shares of the amount in ascending order, as [0.5, 0.8, 1.0]
          match: {team: a}, amount: 1, thresholds: [0.5, 0.50] | the threshold 0.5 is not above 0.5, the one before it; give shares of the amount in ascending order, as [0.5, 0.8, 1.0]
          match: {team: a}, amount: 1, forecast: 0 | forecast is 0; give a share of the amount above 0, as 1.0
          match: {team: a}, amount: 1, hard: soft | spec.hard is 'soft'; expected true or false
          match: {team: a}, amount: 1, limit: 2 | Unknown key 'limit' in spec; the keys are match, amount, currency, period, thresholds, forecast, hard
          """)
  void whatMakesNoSenseIsRefusedAtItsLine(String spec, String problem) {
    assertThat(CostYaml.problems(folder, CostYaml.budget(spec)))
        .containsExactly("cost.yaml:4: error: " + problem);
  }
}
