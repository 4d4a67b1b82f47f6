package io.tidemark.quality.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lineage.definition.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteSchemaTest {

  @Test
  void eachTypeOfRuleHasItsOwnFields() throws IOException {
    JsonNode spec =
        new ObjectMapper().readTree(Schemas.json()).at("/$defs/QualitySuite/properties/spec");
    assertThat(texts(spec.get("required"))).containsExactly("dataset", "rules");
    assertThat(spec.at("/properties/maxQuarantineRatio/default").asText()).isEqualTo("0.05");
    JsonNode rules = spec.at("/properties/rules/items/anyOf/0/anyOf");
    List<String> types = new ArrayList<>();
    for (JsonNode rule : rules) {
      String type = rule.at("/properties/type/const").asText();
      types.add(type);
      assertThat(texts(rule.get("required"))).as(type).startsWith("id", "type");
      assertThat(rule.get("additionalProperties").asBoolean(true)).as(type).isFalse();
      assertThat(rule.get("properties").has("action"))
          .as(type)
          .isEqualTo(RowRules.FORMS.stream().anyMatch(form -> form.type().equals(type)));
    }
    assertThat(types)
        .containsExactly(
            "not_null",
            "range",
            "accepted_values",
            "pattern",
            "length",
            "references",
            "unique",
            "sql_row",
            "row_count",
            "metric",
            "freshness",
            "schema",
            "functional_dependency",
            "sql_metric");
    JsonNode between = rules.get(8).at("/properties/between");
    assertThat(between.get("minItems").asInt()).isEqualTo(2);
    assertThat(between.at("/items/anyOf/0/anyOf/0/type").asText()).isEqualTo("number");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
