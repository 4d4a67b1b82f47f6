package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules over one dataset. Its hash is {@link io.tidemark.lineage.definition.Declared#semanticHash}.
 *
 * @param filter SQL; only rows for which it is TRUE are judged. {@code :date} and {@code :now} are
 *     the logical date and the clock, here, in {@code where}, {@code expr} and {@code sql}
 * @param maxQuarantineRatio the greatest share of a batch that may be withheld, 0 to 1
 */
public record QualitySuiteDefinition(
    Metadata metadata,
    DataRef dataset,
    @Nullable String filter,
    double maxQuarantineRatio,
    List<Rule> rules,
    List<RuleTest> tests)
    implements Definition {
  public static final String KIND = "QualitySuite";

  private static final Pattern NOW = Pattern.compile("(?i):\\s*now\\b");

  public QualitySuiteDefinition {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** True if the clock decides an outcome, so that no run of it stands for a later one. */
  public boolean usesNow() {
    return names(filter) || rules.stream().anyMatch(QualitySuiteDefinition::usesNow);
  }

  private static boolean usesNow(Rule rule) {
    Check check = rule.check();
    return names(rule.where())
        || (check instanceof Check.SqlRow row && names(row.expr()))
        || (check instanceof Check.SqlMetric metric && names(metric.sql()))
        || (check instanceof Check.Freshness freshness && freshness.wallClock());
  }

  /** Text and comments count too: a run too many harms nobody. */
  private static boolean names(@Nullable String sql) {
    return sql != null && NOW.matcher(sql).find();
  }
}
