package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent in a month.
 *
 * @param match ledger column to value, all of which a row is to have: team, project, env, use_case,
 *     model, service, account
 * @param thresholds shares of the amount, ascending
 * @param forecast the share of the amount that the forecast is held against; null for none
 * @param hard whether {@code submit} refuses once it is spent
 */
public record BudgetDefinition(
    Metadata metadata,
    SortedMap<String, String> match,
    BigDecimal amount,
    String currency,
    List<BigDecimal> thresholds,
    @Nullable BigDecimal forecast,
    boolean hard)
    implements Definition {
  public static final String KIND = "Budget";

  public BudgetDefinition {
    match = Collections.unmodifiableSortedMap(new TreeMap<>(match));
    thresholds = List.copyOf(thresholds);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
