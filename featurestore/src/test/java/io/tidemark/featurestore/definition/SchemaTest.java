package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lineage.definition.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private JsonNode schema;

  @BeforeEach
  void parse() throws IOException {
    schema = new ObjectMapper().readTree(Schemas.json());
  }

  @Test
  void describesOneDocumentOfEveryKind() {
    assertThat(schema.get("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(texts(schema.get("required")))
        .containsExactly("apiVersion", "kind", "metadata", "spec");
    assertThat(texts(schema.at("/properties/kind/enum")))
        .containsExactly(
            "Entity",
            "FeatureService",
            "FeatureView",
            "LabelView",
            "Project",
            "QualitySuite",
            "Source",
            "TrainingSet");
    assertThat(names(schema.get("$defs"))).hasSize(8);
  }

  @Test
  void saysWhatIsRequiredAndWhatIsNotKnown() {
    assertThat(texts(spec("Entity").get("required"))).containsExactly("keys");
    assertThat(texts(spec("FeatureView").get("required"))).containsExactly("entity");
    assertThat(spec("FeatureView").get("allOf").toString())
        .isEqualTo("[{\"anyOf\":[{\"required\":[\"source\"]},{\"required\":[\"sql\"]}]}]");
    assertThat(texts(spec("TrainingSet").get("required"))).containsExactly("spine", "service");
    assertThat(texts(spec("TrainingSet").at("/properties/spine/required")))
        .containsExactly("timestamp");
    assertThat(texts(schema.at("/$defs/FeatureView/properties/metadata/required")))
        .containsExactly("name", "version");
    assertThat(texts(schema.at("/$defs/Source/properties/metadata/required")))
        .containsExactly("name");
    assertThat(spec("Source").get("additionalProperties").asBoolean(true)).isFalse();
    assertThat(names(spec("FeatureView").get("properties")))
        .containsExactly(
            "entity",
            "source",
            "sql",
            "keys",
            "ttl",
            "equalTimestamps",
            "tieBreaker",
            "features",
            "aggregations",
            "quality",
            "materialize",
            "lifecycle");
  }

  @Test
  void typesScalarsAsTheCoreSchemaLoadsThem() {
    JsonNode metadata = schema.at("/$defs/FeatureView/properties/metadata/properties");
    assertThat(texts(metadata.at("/owner/type")))
        .containsExactly("string", "number", "boolean", "null");
    assertThat(metadata.at("/version/anyOf/0/type").asText()).isEqualTo("integer");
    assertThat(metadata.at("/version/anyOf/0/minimum").asInt()).isEqualTo(1);
    assertThat(metadata.at("/name/pattern").asText()).isEqualTo("^(?!.*__)[a-z][a-z0-9_]{0,59}$");
    assertThat(spec("Source").at("/properties/type/default").asText()).isEqualTo("event");
    assertThat(texts(spec("Source").at("/properties/format/anyOf/0/enum")))
        .containsExactly("delta", "parquet", "csv", "jdbc");
  }

  private JsonNode spec(String kind) {
    return schema.at("/$defs/" + kind + "/properties/spec");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
