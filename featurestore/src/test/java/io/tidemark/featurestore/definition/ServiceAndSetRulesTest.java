package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.TimeColumn;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAndSetRulesTest {
  private static final String SECOND =
      Shop.SPEND.replace("name: spend", "name: visits").replace("confidential", "public");

  @TempDir Path folder;

  @Test
  void fillsInEveryDefaultAndExpandsTheStar() {
    Shop shop =
        new Shop(folder)
            .file(
                "churn.yaml",
                service("confidential", "{view: spend@1, select: [\"*\"], as: {amount: a}}"));

    FeatureServiceDefinition service =
        shop.load().all(FeatureServiceDefinition.class).get(0).definition();
    assertThat(service.clearance()).isEqualTo(Sensitivity.CONFIDENTIAL);
    assertThat(service.model()).isNull();
    assertThat(service.features().get(0).select()).containsExactly("amount", "last_shop");
    assertThat(service.features().get(0).prefix()).isEmpty();
    assertThat(service.features().get(0).column("amount")).isEqualTo("a");

    TrainingSetDefinition set = shop.load().all(TrainingSetDefinition.class).get(0).definition();
    assertThat(set.service()).isEqualTo(new Ref("churn", 1));
    assertThat(set.knowledge()).isEqualTo(new Knowledge(Knowledge.Mode.AS_KNOWN, null));
    assertThat(set.diagnostics()).isTrue();
    assertThat(set.spine().timestamp()).isEqualTo(new TimeColumn("at", null, "iso8601", "UTC"));
    assertThat(set.spine().keys()).hasToString("{user_id=user}");
    assertThat(set.spine().allColumns()).isTrue();
    assertThat(set.spine().keepNullTimestamps()).isFalse();
  }

  @Test
  void whatBecomesOfImmatureRowsMayBeSaidWhereThereAreNoLabels() {
    Shop shop = new Shop(folder).file("set.yaml", Shop.SET + "  immature: keep\n");
    assertThat(shop.problems()).isEmpty();
    TrainingSetDefinition definition =
        shop.load().all(TrainingSetDefinition.class).get(0).definition();
    assertThat(definition.keepImmature()).isTrue();
    assertThat(definition.labels()).isNull();
  }

  @Test
  void refusesUnknownViewsFeaturesAndAliases() {
    Shop shop =
        new Shop(folder)
            .file(
                "churn.yaml",
                service(
                    "internal",
                    "{view: spend@2, select: [amount]}",
                    "{view: spnd@1, select: [amount]}",
                    "{view: spend@1, select: [amuont], as: {last_shop: x, amount: known_at}}",
                    "{view: spend, select: []}",
                    "{view: spend@1}",
                    "{view: spend@1, select: [\"*\", amount], prefix: P_}"));

    assertThat(shop.problems())
        .containsExactly(
            "churn.yaml:7: error: There is no FeatureView spend@2; there is spend@1;"
                + " refer to one of these, or declare it",
            "churn.yaml:8: error: There is no FeatureView spnd@1; did you mean 'spend@1'?",
            "churn.yaml:9: error: spec.features[2].as.amount is 'known_at', which is a reserved"
                + " name; take another; reserved are event_ts, known_at, split and a leading _",
            "churn.yaml:10: error: spec.features[3].select is empty; expected a list of text"
                + " without references",
            "churn.yaml:10: error: spec.features[3].view is 'spend';"
                + " expected a reference with a version, as name@1",
            "churn.yaml:11: error: spec.features[4].select is missing; give a list of text without"
                + " references",
            "churn.yaml:12: error: select has '*' beside names; give '*' alone, or names",
            "churn.yaml:12: error: spec.features[5].prefix is 'P_'; expected a-z, 0-9 and _, a"
                + " letter first");

    shop.file(
        "churn.yaml",
        service(
            "internal",
            "{view: spend@1, select: [amuont], as: {last_shop: x, b: y}}",
            "{view: spend@1, select: [amount]}"));
    assertThat(shop.problems())
        .containsExactly(
            "churn.yaml:7: error: The alias of last_shop is for a feature that is not selected;"
                + " select it, or remove the alias",
            "churn.yaml:7: error: The view spend@1 has no feature 'amuont'; did you mean 'amount'?",
            "churn.yaml:7: error: The view spend@1 has no feature 'b'; it has amount, last_shop",
            "churn.yaml:8: error: The view spend@1 stands in two entries of the service; join"
                + " them");
  }

  @Test
  void wantsAClearanceForEverySelectedFeature() {
    assertThat(
            new Shop(folder)
                .file("churn.yaml", service("internal", "{view: spend@1, select: [\"*\"]}"))
                .problems())
        .containsExactly(
            "churn.yaml:7: error: The feature last_shop of spend@1 is confidential, the service's"
                + " clearance is internal; raise the clearance, or leave the feature out");
  }

  @Test
  void t38SameColumnNameInTwoViewsIsRefusedUnlessPrefixed() {
    Shop shop =
        new Shop(folder)
            .file("visits.yaml", SECOND)
            .file(
                "churn.yaml",
                service(
                    "internal",
                    "{view: spend@1, select: [amount]}",
                    "{view: visits@1, select: [amount]}"));

    assertThat(shop.problems())
        .containsExactly(
            "churn.yaml:8: error: The column amount comes from both spend@1.amount and"
                + " visits@1.amount; give one of them a prefix or an alias");

    shop.file(
        "churn.yaml",
        service(
            "internal",
            "{view: spend@1, select: [amount]}",
            "{view: visits@1, select: [amount], prefix: v_}"));
    assertThat(shop.problems()).isEmpty();
  }

  @Test
  void refusesKeysOfOneNameAndTwoTypes() {
    String shopEntity =
        Shop.USER.replace("{name: user}", "{name: shop}").replace("BIGINT", "STRING");
    Shop shop =
        new Shop(folder)
            .file("entity.yaml", shopEntity)
            .file(
                "visits.yaml",
                SECOND
                    .replace("entity: user", "entity: shop")
                    .replace("user_id: user", "user_id: shop"))
            .file(
                "churn.yaml",
                service(
                    "internal",
                    "{view: spend@1, select: [amount]}",
                    "{view: visits@1, select: [last_shop]}"));

    assertThat(shop.problems())
        .containsExactly(
            "churn.yaml:8: error: The key user_id is BIGINT in one entity of the service and STRING"
                + " in shop; rename one, or declare the same type");
  }

  @Test
  void warnsOfRetiredViews() {
    assertThat(
            new Shop(folder)
                .file("spend.yaml", Shop.SPEND + "  lifecycle: {state: retired}\n")
                .problems())
        .containsExactly(
            "churn.yaml:6: warn: The view spend@1 is retired, and serves no more;"
                + " leave it out of a new version of the service");
  }

  @Test
  void checksTheSpineAgainstItsSource() {
    String set =
        """
        apiVersion: tidemark/v1
        kind: TrainingSet
        metadata: {name: churn_set}
        spec:
          spine:
            source: checkouts
            timestamp: {column: at, unit: ms}
            keys: {user_id: at, usr: user}
            columns: [user, labl, user]
            label: label
          service: churn@1
          knowledge: {asOf: 2026-07-01}
          diagnostics: yes
        """;

    assertThat(new Shop(folder).file("set.yaml", set).problems())
        .containsExactly(
            "set.yaml:7: error: The times of at cannot be read so, its type is STRING; give"
                + " {column, format}",
            "set.yaml:8: error: No entity of the service churn@1 has a key usr; the keys are"
                + " user_id",
            "set.yaml:8: error: The source's column at is STRING, not BIGINT;"
                + " types are not converted; declare the same type on both sides",
            "set.yaml:9: error: 'user' stands twice in spec.spine.columns; remove one",
            "set.yaml:9: error: The source has no column 'labl'; did you mean 'label'?",
            "set.yaml:10: error: The label label is not among the columns kept; add it to columns",
            "set.yaml:12: error: spec.knowledge.asOf is '2026-07-01';"
                + " expected a time with a zone as 2026-06-30T00:00:00Z",
            "set.yaml:13: error: spec.diagnostics is 'yes'; expected true or false");
  }

  @Test
  void wantsEveryKeyOfEveryEntityInTheSpine() {
    assertThat(
            new Shop(folder)
                .file("set.yaml", Shop.SET.replace("    keys: {user_id: user}\n", ""))
                .problems())
        .containsExactly(
            "set.yaml:5: error: The source has no column 'user_id';"
                + " its columns are at, label, user");
  }

  @Test
  void t38ColumnsOfSpineFeaturesAndDiagnosticsMayNotClash() {
    Shop shop =
        new Shop(folder)
            .file(
                "churn.yaml",
                service("internal", "{view: spend@1, select: [amount], as: {amount: label}}"));

    assertThat(shop.problems())
        .containsExactly(
            "set.yaml:10: error: The column label comes from both the spine and spend@1.amount;"
                + " give a prefix or an alias in the service, or leave the column out");

    shop.file("spend2.yaml", Shop.SPEND.replace("version: 1", "version: 2"));
    shop.file(
        "churn.yaml",
        service(
            "internal",
            "{view: spend@1, select: [amount]}",
            "{view: spend@2, select: [amount], prefix: b_}"));
    assertThat(shop.problems())
        .containsExactly(
            "set.yaml:10: error: The column spend__event_ts comes from both the diagnostics of"
                + " spend@1 and the diagnostics of spend@2; give a prefix or an alias in the"
                + " service, or leave the column out",
            "set.yaml:10: error: The column spend__known_at comes from both the diagnostics of"
                + " spend@1 and the diagnostics of spend@2; give a prefix or an alias in the"
                + " service, or leave the column out");
    assertThat(shop.file("set.yaml", Shop.SET + "  diagnostics: false\n").problems()).isEmpty();
  }

  @Test
  void readsWhatIsKnownAsOfATime() {
    String set = Shop.SET + "  knowledge: {asOf: \"2026-07-01T02:00:00.5+02:00\"}\n";

    assertThat(
            new Shop(folder)
                .file("set.yaml", set)
                .load()
                .all(TrainingSetDefinition.class)
                .get(0)
                .definition()
                .knowledge())
        .isEqualTo(new Knowledge(Knowledge.Mode.AS_OF, Instant.parse("2026-07-01T00:00:00.5Z")));
  }

  private static String service(String clearance, String... entries) {
    return """
    apiVersion: tidemark/v1
    kind: FeatureService
    metadata: {name: churn, version: 1}
    spec:
      clearance: %s
      features:
    """
            .formatted(clearance)
        + String.join("", java.util.Arrays.stream(entries).map(e -> "    - " + e + "\n").toList());
  }
}
