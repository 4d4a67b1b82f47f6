package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.time.Duration;

/** How an {@link Aggregation} is written. */
final class Aggregations {
  private static final int MOST_VALUES = 1_000_000;

  private static final Field<String> NAME = Field.required("name", Types.innerName());
  private static final Field<AggregateFunction> FN =
      Field.required("fn", Types.choice(AggregateFunction.class));
  private static final Field<String> COLUMN = Field.optional("column", Types.column());
  private static final Field<Duration> WINDOW = Field.required("window", Types.duration());
  private static final Field<String> WHERE = Field.optional("where", Types.predicate());
  private static final Field<String> EMPTY = Field.optional("empty", Types.text());
  private static final Field<Integer> N = Field.optional("n", Types.integer(1, MOST_VALUES));
  private static final Field<Boolean> INCLUDE_CURRENT =
      Field.optional("includeCurrent", Types.bool()).orElse(false);
  private static final Field<Sensitivity> SENSITIVITY =
      Field.optional("sensitivity", Types.choice(Sensitivity.class)).orElse("internal").physical();
  private static final Field<String> DESCRIPTION =
      Field.optional("description", Types.text()).orElse("").physical();

  private Aggregations() {}

  static ValueType<Aggregation> type() {
    return Types.object(
        Shape.of(
            NAME, FN, COLUMN, WINDOW, WHERE, EMPTY, N, INCLUDE_CURRENT, SENSITIVITY, DESCRIPTION),
        Aggregations::check,
        Aggregations::build);
  }

  private static void check(Fields aggregation) {
    AggregateFunction function = aggregation.find(FN);
    if (function == null) {
      return;
    }
    if (function != AggregateFunction.COUNT && !aggregation.has(COLUMN)) {
      aggregation.error("", "MISSING_FIELD", "column is missing", "only count can do without");
    }
    if (function.givesList() && !aggregation.has(N)) {
      aggregation.error("", "MISSING_FIELD", "n is missing", "last_n and top_k need it");
    } else if (!function.givesList() && aggregation.has(N)) {
      aggregation.error(N, "CONFLICT", "n is for last_n and top_k only", "remove it");
    }
    if (function.givesList() && aggregation.has(EMPTY)) {
      aggregation.error(
          EMPTY, "CONFLICT", "empty cannot be given for a list of values", "remove it");
    }
  }

  private static Aggregation build(Fields aggregation) {
    return new Aggregation(
        aggregation.get(NAME),
        aggregation.get(FN),
        aggregation.find(COLUMN),
        aggregation.get(WINDOW),
        aggregation.find(WHERE),
        aggregation.find(EMPTY),
        aggregation.find(N),
        aggregation.get(INCLUDE_CURRENT),
        aggregation.get(SENSITIVITY),
        aggregation.get(DESCRIPTION));
  }
}
