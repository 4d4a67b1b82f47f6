package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Rule;
import org.apache.spark.sql.Column;

/**
 * A rule with what it takes to compute it over one subject.
 *
 * @param suite the name of its suite
 * @param scope TRUE for rows in scope, never NULL
 */
record PlannedRule(String suite, Rule rule, Column scope, Work work) {

  Key key() {
    return new Key(suite, rule.id());
  }

  PlannedRule with(Work other) {
    return new PlannedRule(suite, rule, scope, other);
  }

  /** What tells rules of several suites apart. */
  record Key(String suite, String rule) {}
}
