package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.SqlType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewRulesTest {
  private static final String TWO_KEYS =
      Shop.USER.replace("BIGINT}", "BIGINT}, {name: shop, type: STRING}");

  @TempDir Path folder;

  @Test
  void fillsInEveryDefault() {
    FeatureViewDefinition view =
        new Shop(folder)
            .load()
            .find(FeatureViewDefinition.class, new Ref("spend", 1))
            .orElseThrow()
            .definition();

    assertThat(view.keys()).hasToString("{user_id=user}");
    assertThat(view.keyOrder()).containsExactly("user_id");
    assertThat(view.ttl()).isEqualTo(Duration.ofDays(90));
    assertThat(view.excludeEqualTimestamps()).isFalse();
    assertThat(view.tieBreaker()).isEmpty();
    assertThat(view.features())
        .containsExactly(
            new Feature("amount", new SqlType("DOUBLE"), "amount", Sensitivity.INTERNAL, ""),
            new Feature("last_shop", new SqlType("STRING"), "shop", Sensitivity.CONFIDENTIAL, ""));
    assertThat(view.quality()).isEqualTo(new Quality(null, Quality.OnFailure.FAIL));
    assertThat(view.materialize()).isEqualTo(new Materialize(Duration.ZERO, 8));
    assertThat(view.lifecycle()).isEqualTo(new Lifecycle(Lifecycle.State.ACTIVE, null, null));
    assertThat(view.tableName()).isEqualTo("spend_v1");
    assertThat(view.sensitivity()).isEqualTo(Sensitivity.CONFIDENTIAL);
  }

  @Test
  void keepsTheEntitysOrderOfKeysAndCompletesThem() {
    Shop shop =
        new Shop(folder)
            .file("user.yaml", TWO_KEYS)
            .file("set.yaml", Shop.SET.replace("{user_id: user}", "{user_id: user, shop: at}"));

    FeatureViewDefinition view = shop.load().all(FeatureViewDefinition.class).get(0).definition();
    assertThat(view.keyOrder()).containsExactly("user_id", "shop");
    assertThat(view.keys()).hasToString("{shop=shop, user_id=user}");
  }

  @Test
  void refusesReferencesThatDoNotExistWithTheNearestName() {
    String view =
        Shop.SPEND
            .replace("entity: user", "entity: usr")
            .replace("source: purchases", "source: purchase");

    assertThat(new Shop(folder).file("spend.yaml", view).problems())
        .containsExactly(
            "spend.yaml:5: error: There is no Entity usr; did you mean 'user'?",
            "spend.yaml:6: error: There is no Source purchase; did you mean 'purchases'?");
  }

  @Test
  void makesNoFollowUpProblemsOfFailedDocuments() {
    Shop shop =
        new Shop(folder)
            .file("purchases.yaml", Shop.PURCHASES.replace("format: csv", "format: cvs"))
            .file(
                "user.yaml",
                "apiVersion: tidemark/v1\nkind: Entity\nmetadata: {name: user}\na: [\n")
            .file("spend.yaml", Shop.SPEND.replace("version: 1", "version: one"));

    assertThat(shop.problems())
        .hasSize(3)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("purchases.yaml:5: error: spec.format is 'cvs'"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "spend.yaml:3: error: metadata.version is 'one';"
                            + " expected an integer of at least 1"),
            p -> assertThat(p).startsWith("user.yaml:5: error: This is not YAML"));
  }

  @Test
  void checksKeysColumnsAndTypesAgainstADeclaredSchema() {
    String view =
        """
        apiVersion: tidemark/v1
        kind: FeatureView
        metadata: {name: spend, version: 1}
        spec:
          entity: user
          source: purchases
          keys: {usr_id: user, user_id: shop}
          tieBreaker: [seq]
          features:
            - ~
            - {name: amount, type: FLOAT}
            - {name: shp, type: STRING}
            - {name: user_id, type: BIGINT, column: user}
            - {name: amount, type: DOUBLE}
            - {name: split, type: INT}
            - {name: a__b, type: number}
        """;

    assertThat(new Shop(folder).file("spend.yaml", view).problems())
        .containsExactly(
            "spend.yaml:7: error: The entity user has no key usr_id; did you mean 'user_id'?",
            "spend.yaml:7: error: The source's column shop is STRING, not BIGINT;"
                + " types are not converted; declare the same type on both sides",
            "spend.yaml:8: error: The source has no column 'seq'; its columns are amount, shop, ts,"
                + " user",
            "spend.yaml:11: error: The source's column amount is DOUBLE, not FLOAT;"
                + " types are not converted; declare the same type on both sides",
            "spend.yaml:12: error: The source has no column 'shp'; did you mean 'shop'?",
            "spend.yaml:13: error: The feature user_id has the name of a key; rename it",
            "spend.yaml:14: error: The feature amount stands twice in the view; remove or rename"
                + " one",
            "spend.yaml:15: error: spec.features[5].name is 'split', which is a reserved name;"
                + " take another; reserved are event_ts, known_at, split and a leading _",
            "spend.yaml:16: error: spec.features[6].name is 'a__b'; expected a name:"
                + " a-z, 0-9 and _, a letter first, at most 60, no double _",
            "spend.yaml:16: error: spec.features[6].type is 'number';"
                + " expected a Spark SQL type as BIGINT, DECIMAL(10,2) or ARRAY<STRING>");
  }

  @Test
  void wantsTheEventTimestampOfItsSource() {
    String source = Shop.PURCHASES.replace("  eventTimestamp: {column: ts, unit: ms}\n", "");

    assertThat(new Shop(folder).file("purchases.yaml", source).problems())
        .containsExactly(
            "spend.yaml:6: error: The source purchases has no eventTimestamp, and a view needs one;"
                + " give it in the source");
  }

  @Test
  void wantsATtlThatOutlivesTheLag() {
    String equal = Shop.SPEND.replace("P90D", "PT60M");

    assertThat(new Shop(folder).file("spend.yaml", equal).problems()).isEmpty();
    assertThat(
            new Shop(folder)
                .file("spend.yaml", equal.replace("ttl:", "equalTimestamps: exclude\n  ttl:"))
                .problems())
        .containsExactly(
            "spend.yaml:9: error: ttl equals the availabilityLag PT1H of purchases,"
                + " and equal times are excluded; no value could ever be seen; make ttl longer");
    assertThat(new Shop(folder).file("spend.yaml", Shop.SPEND.replace("P90D", "PT0S")).problems())
        .containsExactly(
            "spend.yaml:8: error: ttl is PT0S, shorter than the availabilityLag PT1H of purchases;"
                + " no value could ever be seen; make ttl longer");
  }

  @Test
  void wantsFeatures() {
    String view = Shop.SPEND.substring(0, Shop.SPEND.indexOf("    - {name: amount"));

    assertThat(new Shop(folder).file("spend.yaml", view).problems())
        .containsExactly(
            "spend.yaml:9: error: The view has no features; give features: [{name, type}], or"
                + " aggregations: [{name, fn, window}]");
  }

  @Test
  void readsAndChecksLifecycles() {
    String old =
        Shop.SPEND + "  lifecycle: {state: deprecated, sunset: 2026-12-31, replacement: spend@2}\n";
    String next = Shop.SPEND.replace("version: 1", "version: 2");
    Shop shop = new Shop(folder).file("spend.yaml", old).file("spend2.yaml", next);

    assertThat(shop.problems())
        .containsExactly(
            "churn.yaml:6: warn: The view spend@1 is deprecated, its sunset is 2026-12-31; use"
                + " spend@2");
    assertThat(shop.load().all(FeatureViewDefinition.class).get(0).definition().lifecycle())
        .isEqualTo(
            new Lifecycle(
                Lifecycle.State.DEPRECATED, LocalDate.of(2026, 12, 31), new Ref("spend", 2)));

    shop.file("spend.yaml", old.replace("deprecated", "draft").replace("2026-12-31", "31.12.2026"));
    assertThat(shop.problems())
        .containsExactly(
            "spend.yaml:12: error: replacement is for deprecated views only;"
                + " remove it, or make the state deprecated",
            "spend.yaml:12: error: spec.lifecycle.sunset is '31.12.2026'; expected a date as"
                + " 2026-06-30",
            "spend.yaml:12: error: sunset is for deprecated views only;"
                + " remove it, or make the state deprecated");
  }

  @Test
  void refusesReplacementsThatFormACycleOrDoNotExist() {
    String deprecated = Shop.SPEND + "  lifecycle: {state: deprecated, replacement: spend@%d}\n";
    Shop shop =
        new Shop(folder)
            .file("spend.yaml", deprecated.formatted(2))
            .file("spend2.yaml", deprecated.formatted(3).replace("version: 1", "version: 2"))
            .file("spend3.yaml", deprecated.formatted(1).replace("version: 1", "version: 3"))
            .file("spend4.yaml", deprecated.formatted(9).replace("version: 1", "version: 4"));

    assertThat(shop.problems())
        .containsExactly(
            "spend.yaml:12: error: Replacements form a cycle: spend@1 -> spend@2 -> spend@3 ->"
                + " spend@1; let it end at a view that is not replaced",
            "spend4.yaml:12: error: There is no FeatureView spend@9; there is spend@1, spend@2,"
                + " spend@3, spend@4; refer to one of these, or declare it");
  }

  @Test
  void refusesASuiteThatIsNotThereAndChecksTheRest() {
    String view =
        """
        apiVersion: tidemark/v1
        kind: FeatureView
        metadata: {name: spend, version: 1}
        spec:
          entity: user
          source: purchases
          keys: {user_id: user}
          quality: {suite: daily}
          aggregations:
            - {name: spend_30d, fn: sum, window: 30 days}
            - {name: n, fn: count, window: P30D}
        """;

    assertThat(new Shop(folder).file("spend.yaml", view).problems())
        .containsExactly(
            "spend.yaml:8: error: There is no QualitySuite daily; declare it, or refer to another",
            "spend.yaml:9: error: The source purchases has no id, and aggregations need to tell its"
                + " events apart; name the columns that identify an event as the source's id",
            "spend.yaml:10: error: column is missing; only count can do without",
            "spend.yaml:10: error: spec.aggregations[0].window is '30 days';"
                + " expected a duration as P90D, P2W, PT6H30M or P1DT12H");
  }

  @Test
  void takesASuiteAboutItselfOrItsSourceAndRefusesAnyOther() {
    String suite =
        """
        apiVersion: tidemark/v1
        kind: QualitySuite
        metadata: {name: daily}
        spec:
          dataset: {source: purchases}
          rules: [{id: amt, type: range, column: amount, min: 0}]
        """;
    String view = Shop.SPEND.replace("  ttl: P90D\n", "  ttl: P90D\n  quality: {suite: daily}\n");
    Shop shop = new Shop(folder).file("spend.yaml", view);

    assertThat(shop.file("daily.yaml", suite).problems()).isEmpty();
    assertThat(
            shop.file("daily.yaml", suite.replace("source: purchases", "view: spend@1")).problems())
        .isEmpty();
    assertThat(
            shop.file("daily.yaml", suite.replace("source: purchases", "source: checkouts"))
                .problems())
        .containsExactly(
            "spend.yaml:9: error: The suite daily is about source:checkouts, not about this view or"
                + " its source purchases; name a suite whose dataset is {view: spend@1} or"
                + " {source: purchases}");
  }

  @Test
  void takesScd2SourcesAndRefusesKindsOfLaterVersions() {
    String scd2 =
        Shop.PURCHASES.replace(
            "  eventTimestamp: {column: ts, unit: ms}\n",
            "  type: scd2\n"
                + "  validFrom: {column: ts, unit: ms}\n"
                + "  validTo: {column: ts, unit: ms}\n");
    Shop shop =
        new Shop(folder)
            .file("purchases.yaml", scd2)
            .file("model.yaml", "apiVersion: tidemark/v1\nkind: Model\nmetadata: {name: m}\n");

    assertThat(shop.problems())
        .containsExactly(
            "model.yaml:2: error: The kind Model is not supported by this version of Tidemark yet;"
                + " remove the document");
  }
}
