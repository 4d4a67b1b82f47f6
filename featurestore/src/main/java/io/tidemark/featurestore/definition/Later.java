package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Places;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Values that definitions may hold and this version refuses; they are checked all the same. */
final class Later {
  private enum Function {
    COUNT,
    COUNT_DISTINCT,
    SUM,
    AVG,
    MIN,
    MAX,
    VARIANCE,
    STDDEV,
    FIRST,
    LAST,
    LAST_N,
    TOP_K
  }

  /** What becomes of rows whose label is not settled. */
  enum Immature {
    DROP,
    KEEP
  }

  private static final Field<String> NAME = Field.required("name", Types.innerName());
  private static final Field<Function> FN = Field.required("fn", Types.choice(Function.class));
  private static final Field<String> COLUMN = Field.optional("column", Types.column());
  private static final Field<Duration> WINDOW = Field.required("window", Types.duration());
  private static final Field<String> WHERE = Field.optional("where", Types.predicate());
  private static final Field<String> EMPTY = Field.optional("empty", Types.text());
  private static final Field<Integer> N = Field.optional("n", Types.integer(1, 1_000_000));
  private static final Field<Boolean> INCLUDE_CURRENT =
      Field.optional("includeCurrent", Types.bool()).orElse(false);
  private static final Field<Sensitivity> SENSITIVITY =
      Field.optional("sensitivity", Types.choice(Sensitivity.class)).orElse("internal").physical();
  private static final Field<String> DESCRIPTION =
      Field.optional("description", Types.text()).orElse("").physical();

  private static final Field<String> FILE = Field.required("file", Places.projectFile());

  private static final Field<String> FRACTION = Field.required("fraction", Types.number());
  private static final Field<Integer> SEED =
      Field.optional("seed", Types.integer(0, Integer.MAX_VALUE));
  private static final Field<List<String>> SAMPLE_BY =
      Field.required("by", Types.setOf(Types.column()));

  private static final Field<List<String>> SPLIT_BY =
      Field.required(
          "by",
          Types.either(
              Types.choice(Map.of("time", List.<String>of())), Types.setOf(Types.column())));
  private static final Field<Instant> FROM = Field.optional("from", Types.instant());
  private static final Field<Instant> TO = Field.optional("to", Types.instant());
  private static final Field<SortedMap<String, String>> PARTS =
      Field.required(
          "parts",
          Types.mapOf(
              Types.innerName(),
              Types.either(Types.number(), Types.object(Shape.of(FROM, TO), f -> {}, f -> ""))));

  private Later() {}

  /** An aggregation; all that others need of it is its name. */
  static ValueType<String> aggregation() {
    return Types.object(
        Shape.of(
            NAME, FN, COLUMN, WINDOW, WHERE, EMPTY, N, INCLUDE_CURRENT, SENSITIVITY, DESCRIPTION),
        Later::checkAggregation,
        f -> f.get(NAME));
  }

  private static void checkAggregation(Fields aggregation) {
    Function fn = aggregation.find(FN);
    if (fn == null) {
      return;
    }
    if (fn != Function.COUNT && !aggregation.has(COLUMN)) {
      aggregation.error("", "MISSING_FIELD", "column is missing", "only count can do without");
    }
    boolean many = fn == Function.LAST_N || fn == Function.TOP_K;
    if (many && !aggregation.has(N)) {
      aggregation.error("", "MISSING_FIELD", "n is missing", "last_n and top_k need it");
    } else if (!many && aggregation.has(N)) {
      aggregation.error(N, "CONFLICT", "n is for last_n and top_k only", "remove it");
    }
  }

  /** SQL, or the file of the project that holds it. */
  static ValueType<String> sql() {
    return Types.either(Types.predicate(), Types.object(Shape.of(FILE), f -> {}, f -> f.get(FILE)));
  }

  /** A sample of a spine. */
  static ValueType<String> sample() {
    return Types.object(Shape.of(FRACTION, SEED, SAMPLE_BY), f -> {}, f -> f.get(FRACTION));
  }

  /** A split of a training set into parts. */
  static ValueType<List<String>> split() {
    return Types.object(Shape.of(SPLIT_BY, PARTS, SEED), f -> {}, f -> f.get(SPLIT_BY));
  }
}
