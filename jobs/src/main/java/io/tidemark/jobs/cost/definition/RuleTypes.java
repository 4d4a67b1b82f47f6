package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a {@link DimensionRule} is written: one of its keys, a tag with a map if need be. */
final class RuleTypes {
  private static final List<String> RUN_FIELDS =
      List.of("run_id", "team", "project", "env", "use_case", "model", "cluster_id");

  private static final Field<String> RUN = Field.optional("run", Types.choice(runFields()));
  private static final Field<String> TAG =
      Field.optional("tag", Types.plainText("the key of a tag"));
  private static final Field<SortedMap<String, String>> MAP =
      Field.optional("map", Types.mapOf(Types.someText("a value")));
  private static final Field<Pattern> ARN = Field.optional("arn", Types.regex());
  private static final Field<SortedMap<String, String>> ACCOUNT =
      Field.optional("account", Types.mapOf(Types.someText("a value")));
  private static final Field<Pattern> APP_NAME = Field.optional("appName", Types.regex());
  private static final Field<String> DEFAULT = Field.optional("default", Types.someText("a value"));

  private static final List<Field<?>> PLACES = List.of(RUN, TAG, ARN, ACCOUNT, APP_NAME, DEFAULT);
  private static final String WORDS =
      PLACES.stream().map(Field::name).collect(Collectors.joining(", "));

  private RuleTypes() {}

  private static Map<String, String> runFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    RUN_FIELDS.forEach(field -> fields.put(field, field));
    return fields;
  }

  /** A list of rules; what is left out is the run's field, then the tag of the dimension's name. */
  static Field<List<DimensionRule>> field(Dimension dimension) {
    String name = dimension.word();
    return Field.optional(
            name,
            Types.listOf(
                Types.object(
                    Shape.of(RUN, TAG, MAP, ARN, ACCOUNT, APP_NAME, DEFAULT),
                    RuleTypes::check,
                    RuleTypes::build)))
        .orElse(List.of(Map.of(RUN.name(), name), Map.of(TAG.name(), name)));
  }

  private static void check(Fields rule) {
    List<Field<?>> given = PLACES.stream().filter(rule::has).toList();
    if (given.isEmpty()) {
      rule.error("", "MISSING_FIELD", "the rule says nothing", "give one of " + WORDS);
    } else if (given.size() > 1) {
      rule.error(
          given.get(1),
          "CONFLICT",
          "the rule has both " + given.get(0).name() + " and " + given.get(1).name(),
          "write two rules; the first one that gives a value wins");
    } else if (rule.has(MAP) && !rule.has(TAG)) {
      rule.error(
          MAP,
          "CONFLICT",
          "the rule has a map and no tag",
          "remove it; account has its map below itself");
    }
  }

  private static DimensionRule build(Fields rule) {
    String run = rule.find(RUN);
    if (run != null) {
      return new DimensionRule.Run(run);
    }
    String tag = rule.find(TAG);
    if (tag != null) {
      return new DimensionRule.Tag(tag, rule.find(MAP));
    }
    Pattern arn = rule.find(ARN);
    if (arn != null) {
      return new DimensionRule.Arn(arn);
    }
    SortedMap<String, String> account = rule.find(ACCOUNT);
    if (account != null) {
      return new DimensionRule.Account(account);
    }
    Pattern appName = rule.find(APP_NAME);
    return appName != null
        ? new DimensionRule.AppName(appName)
        : new DimensionRule.Default(rule.get(DEFAULT));
  }
}
