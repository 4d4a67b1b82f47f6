package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules over one dataset.
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

  public QualitySuiteDefinition {
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
