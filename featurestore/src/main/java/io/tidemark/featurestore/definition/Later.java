package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Places;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Values that definitions may hold and this version refuses; they are checked all the same. */
final class Later {
  /** What becomes of rows whose label is not settled. */
  enum Immature {
    DROP,
    KEEP
  }

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
