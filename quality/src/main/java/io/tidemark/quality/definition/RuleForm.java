package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Shape;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How rules of one type are written.
 *
 * @param type what they say as their {@code type}
 * @param check reports what one rule shows by itself
 * @param build makes the check of a rule without errors
 */
record RuleForm(String type, Shape shape, Consumer<Fields> check, Function<Fields, Check> build) {

  /** All types, those of rows first. */
  static Stream<RuleForm> all() {
    return Stream.concat(RowRules.FORMS.stream(), TableRules.FORMS.stream());
  }

  /** The form of a type; none if there is no such type. */
  static Optional<RuleForm> of(String type) {
    return all().filter(form -> form.type().equals(type)).findFirst();
  }

  /** True if such a rule looks at each row by itself, so that a row alone can be tested. */
  boolean testable() {
    return RowRules.ALONE.contains(type);
  }
}
