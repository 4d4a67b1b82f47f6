package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules of all types have, what a suite gives them, and how a {@link Rule} is made of it. */
final class RuleFields {
  static final Field<String> ID = Field.required("id", Types.plainText("an id"));
  static final Field<String> TYPE = Field.required("type", Types.text());
  static final Field<String> WHERE = Field.optional("where", Types.predicate());
  static final Field<List<String>> SEGMENT_BY =
      Field.optional("segmentBy", Types.uniqueOf(Types.column())).orElse(List.of());
  static final Field<BigDecimal> TOLERANCE =
      Field.optional("tolerance", Numbers.fraction()).orElse(0);
  static final Field<Boolean> QUARANTINE =
      Field.optional("action", Types.choice("none", "quarantine")).orElse("none");
  private static final Field<String> DESCRIPTION =
      Field.optional("description", Types.text()).orElse("").physical();

  private static final Field<Rule.Severity> SEVERITY =
      Field.optional("severity", Types.choice(Rule.Severity.class));
  static final Field<Rule.Special> ON_NULL =
      Field.optional("onNull", Types.choice(Rule.Special.class));
  static final Field<Rule.Special> ON_NAN =
      Field.optional("onNaN", Types.choice(Rule.Special.class));
  private static final Field<Rule.NoData> ON_NO_DATA =
      Field.optional("onNoData", Types.choice(Rule.NoData.class));
  private static final Field<Integer> MIN_ROWS =
      Field.optional("minRows", Types.integer(0, Integer.MAX_VALUE));

  private static final List<Field<?>> INHERITED =
      List.of(SEVERITY, ON_NULL, ON_NAN, ON_NO_DATA, MIN_ROWS);

  /** What a suite gives its rules that say nothing themselves. */
  static final Shape DEFAULTS =
      Shape.of(
          SEVERITY.orElse("error"),
          ON_NULL.orElse("fail"),
          ON_NAN.orElse("fail"),
          ON_NO_DATA.orElse("no_data"),
          MIN_ROWS.orElse(0));

  /** Why the types that do not have them do not. */
  private static final Map<String, String> ONLY_SOME =
      Map.of(
          WHERE.name(), "the query itself says which rows it takes",
          SEGMENT_BY.name(), "such a rule looks at the whole only",
          ON_NULL.name(), "to not_null a NULL always fails",
          ON_NAN.name(), "to not_null a NaN is a value",
          TOLERANCE.name(), "only row rules and functional_dependency have one",
          QUARANTINE.name(), "only row rules have one");

  private static final int MOST_SEGMENT_COLUMNS = 2;

  private RuleFields() {}

  /** A rule of any type; its fields are there as far as they can be read. */
  static ValueType<Fields> type() {
    Map<String, ValueType<Fields>> ways = new LinkedHashMap<>();
    RuleForm.all().forEach(form -> ways.put(form.type(), Types.fields(form.shape())));
    return Types.tagged(TYPE.name(), ways);
  }

  /** The fields of every rule, some that only some types have, and a type's own. */
  static Shape shape(List<Field<?>> some, Field<?>... own) {
    List<Field<?>> fields = new ArrayList<>(List.of(ID, TYPE, SEVERITY, ON_NO_DATA, MIN_ROWS));
    fields.addAll(some);
    fields.addAll(List.of(own));
    fields.add(DESCRIPTION);
    Map<String, String> refused = new LinkedHashMap<>(ONLY_SOME);
    some.forEach(field -> refused.remove(field.name()));
    return Shape.of(fields.toArray(Field<?>[]::new)).refusing(refused);
  }

  /** Reports what a rule shows by itself. */
  static void check(Fields rule) {
    if (rule.list(SEGMENT_BY).size() > MOST_SEGMENT_COLUMNS) {
      rule.error(
          SEGMENT_BY,
          "BAD_VALUE",
          "segmentBy has " + rule.list(SEGMENT_BY).size() + " columns",
          "name at most " + MOST_SEGMENT_COLUMNS);
    }
    form(rule).check().accept(rule);
  }

  /** Fills in what the rule does not say. */
  static void inherit(Fields rule, Fields defaults) {
    INHERITED.forEach(field -> rule.inherit(field, defaults));
  }

  /**
   * The rule of fields without errors.
   *
   * @param filter of the suite: it decides the rule's outcome, and so is part of its hash
   */
  static Rule build(Fields rule, @Nullable String filter) {
    Rule.Special onNull = rule.find(ON_NULL);
    Rule.Special onNaN = rule.find(ON_NAN);
    BigDecimal tolerance = rule.find(TOLERANCE);
    return new Rule(
        rule.get(ID),
        rule.get(SEVERITY),
        rule.find(WHERE),
        rule.list(SEGMENT_BY),
        // Only not_null has neither: to it a NULL fails, and a NaN is a value.
        onNull == null ? Rule.Special.FAIL : onNull,
        onNaN == null ? Rule.Special.PASS : onNaN,
        rule.get(ON_NO_DATA),
        rule.get(MIN_ROWS),
        tolerance == null ? 0 : tolerance.doubleValue(),
        Boolean.TRUE.equals(rule.find(QUARANTINE)),
        rule.get(DESCRIPTION),
        form(rule).build().apply(rule),
        rule.semanticHash(filter == null ? Map.of() : Map.of("filter", filter)));
  }

  /** The form by which the fields were read. */
  static RuleForm form(Fields rule) {
    return RuleForm.of(rule.get(TYPE)).orElseThrow();
  }
}
