package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Anomaly;
import io.tidemark.quality.definition.Between;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.Freshness;
import io.tidemark.quality.definition.Check.FunctionalDependency;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.RowCount;
import io.tidemark.quality.definition.Check.SchemaIs;
import io.tidemark.quality.definition.Check.SqlMetric;
import io.tidemark.quality.definition.Rule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's number is, and what the file asks of it.
 *
 * @param metric its name in the results
 * @param unit null where it is the column's own
 * @param between null where the file sets no bounds
 */
record Bounds(
    String metric, @Nullable String unit, @Nullable Between between, @Nullable Anomaly anomaly) {

  /** True for rules whose number is a share of failed rows. */
  static boolean isRatio(Check check) {
    return check instanceof Check.OfRows || check instanceof FunctionalDependency;
  }

  static Bounds of(Rule rule) {
    Check check = rule.check();
    if (isRatio(check)) {
      return new Bounds("fail_ratio", "ratio", new Between(null, rule.tolerance()), null);
    } else if (check instanceof RowCount count) {
      return new Bounds("row_count", "rows", count.between(), count.anomaly());
    } else if (check instanceof Measure measure) {
      String unit =
          switch (measure.metric()) {
            case COMPLETENESS -> "ratio";
            case DISTINCT -> "values";
            case MEAN, SUM, STDDEV, MIN, MAX, QUANTILE -> null;
          };
      String name = measure.metric().name().toLowerCase(Locale.ROOT);
      return new Bounds(name, unit, measure.between(), measure.anomaly());
    } else if (check instanceof Freshness freshness) {
      double seconds =
          freshness.maxAge().getSeconds() + freshness.maxAge().getNano() / 1_000_000_000.0;
      return new Bounds("age", "s", new Between(null, seconds), null);
    } else if (check instanceof SqlMetric metric) {
      return new Bounds("sql_metric", null, metric.between(), metric.anomaly());
    } else if (check instanceof SchemaIs) {
      return new Bounds("schema", "differences", new Between(null, 0.0), null);
    }
    throw new IllegalArgumentException("no number of " + check.type());
  }
}
