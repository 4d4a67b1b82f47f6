package io.tidemark.quality.definition;

import static io.tidemark.quality.definition.RuleFields.ON_NAN;
import static io.tidemark.quality.definition.RuleFields.ON_NULL;
import static io.tidemark.quality.definition.RuleFields.QUARANTINE;
import static io.tidemark.quality.definition.RuleFields.SEGMENT_BY;
import static io.tidemark.quality.definition.RuleFields.TOLERANCE;
import static io.tidemark.quality.definition.RuleFields.WHERE;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the rules are written that decide for each row. */
final class RowRules {
  private static final Field<String> COLUMN = Field.required("column", Types.column());
  private static final Field<List<String>> COLUMNS =
      Field.required("columns", Types.setOf(Types.column()));
  private static final Field<String> MIN =
      Field.optional("min", Types.plainText("a number, a date or a time"));
  private static final Field<String> MAX =
      Field.optional("max", Types.plainText("a number, a date or a time"));
  private static final Field<List<String>> VALUES =
      Field.required("values", Types.someOf(Types.plainText()));
  private static final Field<Pattern> REGEX = Field.required("regex", Types.regex());
  private static final Field<Integer> SHORTEST =
      Field.optional("min", Types.integer(0, Integer.MAX_VALUE));
  private static final Field<Integer> LONGEST =
      Field.optional("max", Types.integer(0, Integer.MAX_VALUE));
  static final Field<Fields> TO =
      Field.required("to", Types.fields(DataRefs.shape(DataRefs.COLUMNS)));
  private static final Field<List<String>> KEEP_ORDER =
      Field.optional("keepOrder", Types.uniqueOf(Types.column())).orElse(List.of());
  static final Field<String> EXPR = Field.required("expr", Types.predicate());

  static final List<RuleForm> FORMS =
      List.of(
          // Here a NULL always fails and a NaN is a value: nothing is left to say about them.
          new RuleForm(
              "not_null",
              RuleFields.shape(List.of(WHERE, SEGMENT_BY, TOLERANCE, QUARANTINE), COLUMNS),
              rule -> {},
              rule -> new Check.NotNull(rule.get(COLUMNS))),
          new RuleForm(
              "range",
              shape(COLUMN, MIN, MAX),
              RowRules::checkRange,
              rule -> new Check.Range(rule.get(COLUMN), rule.find(MIN), rule.find(MAX))),
          new RuleForm(
              "accepted_values",
              shape(COLUMN, VALUES),
              rule -> {},
              rule -> new Check.AcceptedValues(rule.get(COLUMN), rule.get(VALUES))),
          new RuleForm(
              "pattern",
              shape(COLUMN, REGEX),
              rule -> {},
              rule -> new Check.Matches(rule.get(COLUMN), rule.get(REGEX).pattern())),
          new RuleForm(
              "length",
              shape(COLUMN, SHORTEST, LONGEST),
              RowRules::checkLength,
              rule ->
                  new Check.Length(
                      rule.get(COLUMN), asLong(rule.find(SHORTEST)), asLong(rule.find(LONGEST)))),
          new RuleForm(
              "references",
              shape(COLUMNS, TO),
              RowRules::checkReferences,
              rule ->
                  new Check.References(
                      rule.get(COLUMNS),
                      DataRefs.build(rule.get(TO)),
                      rule.get(TO).get(DataRefs.COLUMNS))),
          new RuleForm(
              "unique",
              shape(COLUMNS, KEEP_ORDER),
              rule -> {},
              rule ->
                  new Check.Unique(
                      rule.get(COLUMNS),
                      rule.list(KEEP_ORDER).stream().map(RowRules::sortKey).toList())),
          new RuleForm(
              "sql_row", shape(EXPR), rule -> {}, rule -> new Check.SqlRow(rule.get(EXPR))));

  /** The types that need no other row to decide for one. */
  static final List<String> ALONE =
      List.of("not_null", "range", "accepted_values", "pattern", "length", "sql_row");

  private RowRules() {}

  private static Shape shape(Field<?>... own) {
    return RuleFields.shape(
        List.of(WHERE, SEGMENT_BY, ON_NULL, ON_NAN, TOLERANCE, QUARANTINE), own);
  }

  private static void checkRange(Fields rule) {
    needsBound(rule, MIN, MAX);
    String min = rule.find(MIN);
    String max = rule.find(MAX);
    if (min != null && max != null && Bounds.crossed(min, max)) {
      crossed(rule, MIN, min, max);
    }
  }

  private static void checkLength(Fields rule) {
    needsBound(rule, SHORTEST, LONGEST);
    Integer min = rule.find(SHORTEST);
    Integer max = rule.find(LONGEST);
    if (min != null && max != null && min > max) {
      crossed(rule, SHORTEST, min, max);
    }
  }

  private static void needsBound(Fields rule, Field<?> min, Field<?> max) {
    if (!rule.has(min) && !rule.has(max)) {
      rule.error("", "MISSING_FIELD", "The rule has neither min nor max", "give one, or both");
    }
  }

  private static void crossed(Fields rule, Field<?> field, Object min, Object max) {
    rule.error(field, "BAD_VALUE", "min " + min + " is above max " + max, "swap them");
  }

  private static void checkReferences(Fields rule) {
    Fields to = rule.find(TO);
    if (to == null) {
      return;
    }
    DataRefs.check(to, TO.name());
    List<String> columns = rule.find(COLUMNS);
    List<String> others = to.find(DataRefs.COLUMNS);
    if (columns != null && others != null && columns.size() != others.size()) {
      rule.error(
          "to.columns",
          "BAD_VALUE",
          "columns has " + columns.size() + " and to.columns has " + others.size(),
          "name one column there for each column here, in the same order");
    }
  }

  private static Check.SortKey sortKey(String text) {
    List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+(?=\\S+$)")));
    boolean descending = words.size() == 2 && words.get(1).toLowerCase(Locale.ROOT).equals("desc");
    return new Check.SortKey(descending ? words.get(0) : text, descending);
  }

  private static @Nullable Long asLong(@Nullable Integer n) {
    return n == null ? null : n.longValue();
  }
}
