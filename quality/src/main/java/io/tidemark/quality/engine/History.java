package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Anomaly;
import io.tidemark.quality.definition.Check.Expected;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What earlier runs found. */
public interface History {

  /** Knows nothing. */
  History EMPTY =
      new History() {
        @Override
        public List<Past> values(
            RuleId rule, @Nullable String segmentValue, LocalDate before, Anomaly anomaly) {
          return List.of();
        }

        @Override
        public Optional<List<Expected>> schema(RuleId rule, LocalDate before) {
          return Optional.empty();
        }
      };

  /**
   * The values of a rule of the newest run of each logical date before one, newest date first;
   * error, no_data and skipped are left out. What is no number is among them.
   *
   * @param segmentValue null for the whole
   * @param anomaly says how many dates count, and of which weekdays
   */
  List<Past> values(RuleId rule, @Nullable String segmentValue, LocalDate before, Anomaly anomaly);

  /** The columns that a schema rule saw at its newest run of an earlier logical date. */
  Optional<List<Expected>> schema(RuleId rule, LocalDate before);

  /** A rule over an object; other suites may have one of the same id. */
  record RuleId(String object, String suite, String rule) {}

  /** A value of an earlier date. */
  record Past(LocalDate logicalDate, double value) {}
}
