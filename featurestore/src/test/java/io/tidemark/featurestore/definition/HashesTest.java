package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Ref;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashesTest {
  @TempDir Path folder;
  private Shop shop;
  private Declared<FeatureViewDefinition> before;

  @BeforeEach
  void load() {
    shop = new Shop(folder);
    before = view();
  }

  @Test
  void theResolvedDefinitionIsCanonicalJson() {
    assertThat(before.json())
        .isEqualTo(
            "{\"kind\":\"FeatureView\",\"metadata\":{\"description\":\"\",\"name\":\"spend\",\"owner\":\"o\","
                + "\"tags\":{},\"team\":\"t\",\"version\":1},\"spec\":{\"entity\":\"user\","
                + "\"equalTimestamps\":\"include\",\"features\":[{\"column\":\"amount\",\"description\":\"\","
                + "\"name\":\"amount\",\"sensitivity\":\"internal\",\"type\":\"DOUBLE\"},{\"column\":\"shop\","
                + "\"description\":\"\",\"name\":\"last_shop\",\"sensitivity\":\"confidential\","
                + "\"type\":\"STRING\"}],\"keys\":{\"user_id\":\"user\"},\"lifecycle\":{\"state\":\"active\"},"
                + "\"materialize\":{\"buckets\":8,\"lookback\":\"PT0S\"},\"source\":\"purchases\","
                + "\"tieBreaker\":[],\"ttl\":\"P90D\"}}");
    assertThat(before.semanticHash()).matches("[0-9a-f]{64}");
    assertThat(before.object()).isEqualTo("FeatureView/spend@1");
    assertThat(before.error("spec.features[1].column", "X", "m", null))
        .hasToString("spend.yaml:11: error: m");
    assertThat(before.error("spec.tieBreaker[0]", "X", "m", null))
        .hasToString("spend.yaml:4: error: m");
  }

  @Test
  void writingTheSameOtherwiseChangesNothing() {
    for (Map.Entry<String, String> edit :
        Map.of(
                "ttl: P90D", "ttl: PT2160H\n  equalTimestamps: include",
                "type: DOUBLE", "type: double, column: amount",
                "entity: user", "tieBreaker: []\n  entity: \"user\"")
            .entrySet()) {
      shop.file("spend.yaml", Shop.SPEND.replace(edit.getKey(), edit.getValue()));
      assertThat(view().semanticHash()).as(edit.getValue()).isEqualTo(before.semanticHash());
      assertThat(view().metadataHash()).as(edit.getValue()).isEqualTo(before.metadataHash());
    }
  }

  @Test
  void whatDecidesTheRowsChangesTheSemanticHashOnly() {
    for (Map.Entry<String, String> edit :
        Map.of(
                "ttl: P90D", "ttl: P91D",
                "column: shop", "column: \"shop\"\n    - {name: b, type: STRING, column: shop}",
                "  ttl:", "  tieBreaker: [amount]\n  ttl:")
            .entrySet()) {
      String edited = Shop.SPEND.replace(edit.getKey(), edit.getValue());
      if (edited.contains("\"shop\"\n")) {
        edited = Shop.SPEND + "    - {name: b, type: STRING, column: shop}\n";
      }
      shop.file("spend.yaml", edited);
      assertThat(view().semanticHash()).as(edit.getValue()).isNotEqualTo(before.semanticHash());
    }
    shop.file("spend.yaml", Shop.SPEND.replace("P90D", "P91D"));
    assertThat(view().metadataHash()).isEqualTo(before.metadataHash());
  }

  @Test
  void theRestChangesTheMetadataHashOnly() {
    for (Map.Entry<String, String> edit :
        Map.of(
                "version: 1", "version: 1, owner: somebody",
                "confidential", "pii",
                "type: DOUBLE", "type: DOUBLE, description: money",
                "  ttl:", "  materialize: {buckets: 16}\n  ttl:",
                "  keys:", "  lifecycle: {state: draft}\n  keys:")
            .entrySet()) {
      shop.file("spend.yaml", Shop.SPEND.replace(edit.getKey(), edit.getValue()));
      assertThat(view().semanticHash()).as(edit.getValue()).isEqualTo(before.semanticHash());
      assertThat(view().metadataHash()).as(edit.getValue()).isNotEqualTo(before.metadataHash());
    }
  }

  @Test
  void aViewHashesItsSourceAndEntityToo() {
    shop.file("purchases.yaml", Shop.PURCHASES.replace("data/purchases.csv", "/elsewhere/*.csv"));
    assertThat(view().semanticHash()).isEqualTo(before.semanticHash());

    shop.file("purchases.yaml", Shop.PURCHASES + "  filter: amount > 0\n");
    assertThat(view().semanticHash()).isNotEqualTo(before.semanticHash());
    assertThat(view().metadataHash()).isEqualTo(before.metadataHash());

    shop.file("purchases.yaml", Shop.PURCHASES);
    shop.file("user.yaml", Shop.USER.replace("type: BIGINT", "type: BIGINT, description: x"));
    assertThat(view().semanticHash()).isEqualTo(before.semanticHash());
  }

  private Declared<FeatureViewDefinition> view() {
    return shop.load().find(FeatureViewDefinition.class, new Ref("spend", 1)).orElseThrow();
  }
}
