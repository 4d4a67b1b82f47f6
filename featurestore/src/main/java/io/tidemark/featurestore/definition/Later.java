package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Places;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;

/** Values that definitions may hold and this version refuses; they are checked all the same. */
final class Later {
  private static final Field<String> FILE = Field.required("file", Places.projectFile());

  private Later() {}

  /** SQL, or the file of the project that holds it. */
  static ValueType<String> sql() {
    return Types.either(Types.predicate(), Types.object(Shape.of(FILE), f -> {}, f -> f.get(FILE)));
  }
}
