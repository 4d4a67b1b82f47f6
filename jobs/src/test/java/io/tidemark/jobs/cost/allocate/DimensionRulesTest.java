package io.tidemark.jobs.cost.allocate;

import static io.tidemark.jobs.cost.definition.Dimension.ENV;
import static io.tidemark.jobs.cost.definition.Dimension.MODEL;
import static io.tidemark.jobs.cost.definition.Dimension.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.DimensionRule;
import io.tidemark.jobs.cost.definition.DimensionRule.Account;
import io.tidemark.jobs.cost.definition.DimensionRule.AppName;
import io.tidemark.jobs.cost.definition.DimensionRule.Arn;
import io.tidemark.jobs.cost.definition.DimensionRule.Default;
import io.tidemark.jobs.cost.definition.DimensionRule.Run;
import io.tidemark.jobs.cost.definition.DimensionRule.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DimensionRulesTest {
  private static final BillLine PLAIN = LineOf.cost("1").get();

  @Test
  void theFirstRuleThatGivesAValueWinsAndIsRemembered() {
    DimensionRules rules =
        rules(
            TEAM,
            new Run("team"),
            new Tag("team", null),
            new Tag("CostCenter", new TreeMap<>(Map.of("17", "risk"))),
            new Default("nobody"));
    BillLine tagged = LineOf.cost("1").tag("user_cost_center", "17").get();
    assertThat(rules.of(tagged).values()).containsEntry(TEAM, "risk");
    assertThat(rules.of(tagged).provenance()).containsEntry(TEAM, "tag");
    Attribution ofRun = attribution(rules, tagged, run(Map.of("team", "fraud"), null));
    assertThat(ofRun.values()).containsEntry(TEAM, "fraud");
    assertThat(ofRun.provenance()).containsEntry(TEAM, "run");
  }

  @Test
  void aValueThatAMapDoesNotKnowGivesNothing() {
    DimensionRules rules =
        rules(
            TEAM,
            new Tag("CostCenter", new TreeMap<>(Map.of("17", "risk"))),
            new Account(new TreeMap<>(Map.of("2222", "fraud"))));
    Attribution other = rules.of(LineOf.cost("1").tag("CostCenter", "99").get());
    assertThat(other.values()).containsExactly(Map.entry(TEAM, "unallocated"));
    assertThat(other.provenance()).containsExactly(Map.entry(TEAM, "default"));
    assertThat(rules(TEAM, new Account(new TreeMap<>(Map.of("1111", "risk")))).of(PLAIN).values())
        .containsEntry(TEAM, "risk");
  }

  @Test
  void aPatternGivesItsGroupOrTheWholeMatch() {
    BillLine job =
        LineOf.cost("1").resource("arn:aws:sagemaker:r:1:training-job/growth-churn-7").get();
    assertThat(rules(TEAM, new Arn(Pattern.compile("training-job/([a-z]+)-"))).of(job).values())
        .containsEntry(TEAM, "growth");
    assertThat(rules(TEAM, new Arn(Pattern.compile("churn-\\d"))).of(job).values())
        .containsEntry(TEAM, "churn-7");
    assertThat(rules(TEAM, new Arn(Pattern.compile("nothing"))).of(job).values())
        .containsEntry(TEAM, "unallocated");
    DimensionRules byName = rules(TEAM, new AppName(Pattern.compile("^([a-z]+)-etl")));
    assertThat(attribution(byName, job, run(Map.of(), "growth-etl nightly")).values())
        .containsEntry(TEAM, "growth");
    assertThat(byName.of(job).values()).containsEntry(TEAM, "unallocated");
  }

  @Test
  void aDimensionWithoutRulesIsTheRunsElseTheTagOfItsName() {
    DimensionRules rules = new DimensionRules(Map.of());
    BillLine tagged =
        LineOf.cost("1").tag("resourceTags/user:Env", "prod").tag("model", "pd").get();
    assertThat(rules.of(tagged).values()).containsEntry(ENV, "prod").containsEntry(MODEL, "pd");
    assertThat(attribution(rules, tagged, run(Map.of("env", "dev"), null)).values())
        .containsEntry(ENV, "dev")
        .containsEntry(MODEL, "pd");
  }

  @Test
  void whatTheRegistrySaysOfARunBeatsItsLog() {
    RunFacts facts =
        RunFacts.of(
            "r1", List.of(LifeOf.run("r1", 0, 10).team("fraud").get()), Map.of("team", "risk"));
    assertThat(facts.fields())
        .containsEntry("team", "risk")
        .containsEntry("run_id", "r1")
        .containsEntry("cluster_id", "j-1");
  }

  @Test
  void blanksAndTheWordNullAreNoValues() {
    DimensionRules rules = rules(TEAM, new Run("team"), new Tag("team", null), new Default("x"));
    for (String nothing : List.of("", " ", "NULL", "null")) {
      BillLine line = LineOf.cost("1").tag("team", nothing).get();
      assertThat(attribution(rules, line, run(Map.of("team", nothing), null)).provenance())
          .containsEntry(TEAM, "default");
    }
  }

  @Test
  void aTagIsFoundInWhateverFormItsBillHasIt() {
    for (String form :
        List.of(
            "CostCenter",
            "user:CostCenter",
            "resourceTags/user:CostCenter",
            "resource_tags_user_cost_center",
            "user_cost_center",
            "Cost-Center",
            "COST_CENTER")) {
      assertThat(tags(form, "17").get(TagKey.of("CostCenter"))).as(form).contains("17");
      assertThat(tags("cost_center", "17").get(TagKey.of(form))).as(form).contains("17");
    }
    assertThat(tags("costcenter", "17").get(TagKey.of("CostCenter"))).isEmpty();
  }

  @Test
  void tagsOfOtherScopesAreFoundOnlyUnderTheirScope() {
    assertThat(tags("accountTag/team", "x").get(TagKey.of("team"))).isEmpty();
    assertThat(tags("accountTag/team", "x").get(TagKey.of("accountTag/team"))).contains("x");
    assertThat(tags("resourceTags/aws:createdBy", "x").get(TagKey.of("createdBy"))).isEmpty();
    assertThat(tags("resource_tags_aws_created_by", "x").get(TagKey.of("aws:createdBy")))
        .contains("x");
  }

  @Test
  void anExactKeyBeatsAFoldedOne() {
    LineTags tags =
        new LineTags(
            new TreeMap<>(Map.of("user:cost_center", "folded", "user:CostCenter", "exact")));
    assertThat(tags.get(TagKey.of("CostCenter"))).contains("exact");
    assertThat(tags.get(TagKey.of("cost_center"))).contains("folded");
  }

  @Test
  void aKeyThatBeginsAsAMarkDoesIsAKeyOfItsOwn() {
    LineTags both =
        new LineTags(Map.of("resourceTags/user:user_name", "Ada", "resourceTags/user:name", "db"));
    assertThat(both.get(TagKey.of("user_name"))).contains("Ada");
    assertThat(both.get(TagKey.of("user:user_name"))).contains("Ada");
    assertThat(both.get(TagKey.of("resource_tags_user_user_name"))).contains("Ada");
    assertThat(both.get(TagKey.of("name"))).contains("db");
    assertThat(tags("resourceTags/user:user_name", "Ada").get(TagKey.of("name"))).isEmpty();
    assertThat(tags("user:resource_tags_x", "1").get(TagKey.of("x"))).isEmpty();
    LineTags completed = tags("user:name", "db");
    completed.addMissing(Map.of("resourceTags/user:user_name", "Ada"));
    assertThat(completed.get(TagKey.of("user_name"))).contains("Ada");
  }

  @Test
  void lettersOfAllScriptsTellKeysApart() {
    List<String> keys = List.of("команда", "部門", "𐐨", "कि", "की", "--", "//");
    LineTags all = new LineTags(Map.of());
    keys.forEach(key -> all.addMissing(Map.of("user:" + key, "of " + key)));
    for (String key : keys) {
      assertThat(all.get(TagKey.of(key))).contains("of " + key);
    }
    assertThat(all.get(TagKey.of("-"))).as("signs alone match only as they are").isEmpty();
    assertThat(tags("КодПроекта", "7").get(TagKey.of("код-проекта"))).contains("7");
    assertThat(tags("Straße 1", "7").get(TagKey.of("straße_1"))).contains("7");
  }

  @Test
  void tagsAreCompletedKeyByKey() {
    LineTags cluster = tags("team", "risk");
    cluster.addMissing(Map.of("Team", "late", "env", "prod"));
    LineTags line = new LineTags(Map.of("user_env", "dev", "team", " "), cluster);
    assertThat(line.get(TagKey.of("team"))).contains("risk");
    assertThat(line.get(TagKey.of("env"))).contains("dev");
  }

  private static LineTags tags(String key, String value) {
    return new LineTags(Map.of(key, value));
  }

  private static DimensionRules rules(Dimension dimension, DimensionRule... rules) {
    return new DimensionRules(Map.of(dimension, List.of(rules)));
  }

  private static RunFacts run(Map<String, String> fields, @Nullable String appName) {
    return new RunFacts("r1", appName, new TreeMap<>(fields));
  }

  private static Attribution attribution(DimensionRules rules, BillLine line, RunFacts run) {
    return rules.of(rules.valuesOf(line, new LineTags(line.tags())), run);
  }
}
