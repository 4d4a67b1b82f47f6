package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.time.LocalDate;

/** How a view's {@code lifecycle} is written. */
final class Lifecycles {
  private static final Field<Lifecycle.State> STATE =
      Field.optional("state", Types.choice(Lifecycle.State.class)).orElse("active");
  private static final Field<LocalDate> SUNSET = Field.optional("sunset", Types.date());
  private static final Field<Ref> REPLACEMENT = Field.optional("replacement", Types.versionedRef());

  static final ValueType<Lifecycle> TYPE =
      Types.object(
          Shape.of(STATE, SUNSET, REPLACEMENT),
          Lifecycles::check,
          f -> new Lifecycle(f.get(STATE), f.find(SUNSET), f.find(REPLACEMENT)));

  private Lifecycles() {}

  private static void check(Fields f) {
    Lifecycle.State state = f.find(STATE);
    if (state != null && state != Lifecycle.State.DEPRECATED) {
      refuse(f, SUNSET);
      refuse(f, REPLACEMENT);
    }
  }

  private static void refuse(Fields f, Field<?> field) {
    if (f.has(field)) {
      f.error(
          field,
          "CONFLICT",
          field.name() + " is for deprecated views only",
          "remove it, or make the state deprecated");
    }
  }
}
