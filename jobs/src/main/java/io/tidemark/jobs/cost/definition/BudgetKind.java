package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.ProjectDefinition;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/** The kind of {@link BudgetDefinition}. */
public final class BudgetKind extends Kind<BudgetDefinition> {
  private static final List<String> MATCH_KEYS =
      List.of("team", "project", "env", "use_case", "model", "service", "account");
  private static final BigDecimal LARGEST = new BigDecimal("1e20");

  /** How long a budget lasts. */
  enum Period {
    MONTH
  }

  private static final Field<SortedMap<String, String>> MATCH =
      Field.required("match", CostTypes.match(MATCH_KEYS));
  private static final Field<BigDecimal> AMOUNT = Field.required("amount", Numbers.decimal());
  private static final Field<String> CURRENCY =
      Field.optional("currency", Types.matching("[A-Z]{3}", "a currency as USD"));
  private static final Field<Period> PERIOD =
      Field.optional("period", Types.choice(Period.class)).orElse("month");
  private static final Field<List<BigDecimal>> THRESHOLDS =
      Field.optional("thresholds", Types.listOf(Numbers.notNegative()))
          .orElse(List.of("0.5", "0.8", "1.0"));
  private static final Field<BigDecimal> FORECAST =
      Field.optional("forecast", Numbers.notNegative()).orElse("1.0");
  private static final Field<Boolean> HARD = Field.optional("hard", Types.bool()).orElse("false");

  /** For ServiceLoader. */
  public BudgetKind() {
    super(
        BudgetDefinition.KIND,
        BudgetDefinition.class,
        false,
        Shape.of(MATCH, AMOUNT, CURRENCY, PERIOD, THRESHOLDS, FORECAST, HARD));
  }

  @Override
  public void check(Fields spec) {
    SortedMap<String, String> match = spec.find(MATCH);
    if (match != null && match.isEmpty() && spec.entries(MATCH) == 0) {
      spec.error(
          MATCH,
          "MISSING_FIELD",
          "match names nothing",
          "give a column, as match: {team: risk-ml}");
    }
    BigDecimal amount = spec.find(AMOUNT);
    if (amount != null) {
      checkMoney(amount, spec);
    }
    BigDecimal before = BigDecimal.ZERO;
    List<BigDecimal> thresholds = spec.list(THRESHOLDS);
    for (int i = 0; i < thresholds.size(); i++) {
      BigDecimal each = thresholds.get(i);
      if (each.compareTo(before) <= 0) {
        spec.error(
            spec.item(THRESHOLDS, i),
            "BAD_VALUE",
            i == 0
                ? "the threshold " + each.toPlainString() + " is not above 0"
                : "the threshold %s is not above %s, the one before it"
                    .formatted(each.toPlainString(), before.toPlainString()),
            "give shares of the amount in ascending order, as [0.5, 0.8, 1.0]");
      }
      before = each;
    }
    BigDecimal forecast = spec.find(FORECAST);
    if (forecast != null && forecast.signum() == 0) {
      spec.error(
          FORECAST, "BAD_VALUE", "forecast is 0", "give a share of the amount above 0, as 1.0");
    }
  }

  /** A budget that names no currency has the project's, else dollars. */
  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    if (!spec.has(CURRENCY)) {
      String currency =
          links
              .first(ProjectDefinition.class)
              .map(project -> project.definition().currency())
              .orElse("USD");
      spec.set(CURRENCY, currency, currency);
    }
  }

  private static void checkMoney(BigDecimal amount, Fields spec) {
    if (amount.signum() <= 0) {
      spec.error(
          AMOUNT,
          "BAD_VALUE",
          "amount is " + amount.toPlainString(),
          "give what may be spent in a month, a number above 0");
    } else if (amount.scale() > CostTypes.DECIMALS || amount.compareTo(LARGEST) >= 0) {
      spec.error(
          AMOUNT,
          "BAD_VALUE",
          "amount is " + amount.toPlainString() + ", which DECIMAL(38,18) cannot hold",
          "give at most 18 decimals, and less than 1e20");
    }
  }

  @Override
  public BudgetDefinition build(Metadata metadata, Fields spec) {
    return new BudgetDefinition(
        metadata,
        spec.get(MATCH),
        spec.get(AMOUNT),
        spec.get(CURRENCY),
        spec.get(THRESHOLDS),
        spec.find(FORECAST),
        spec.get(HARD));
  }
}
