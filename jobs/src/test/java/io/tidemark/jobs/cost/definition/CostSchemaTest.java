package io.tidemark.jobs.cost.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lineage.definition.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CostSchemaTest {
  private JsonNode definitions;

  @BeforeEach
  void parse() throws IOException {
    definitions = new ObjectMapper().readTree(Schemas.json()).get("$defs");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Test
  void anAllocationHasItsFieldsAndTheDefaultsOfItsDimensions() {
    JsonNode spec = definitions.at("/CostAllocation/properties/spec");
    assertThat(texts(spec.get("required"))).containsExactly("bills");
    assertThat(spec.get("additionalProperties").asBoolean(true)).isFalse();
    assertThat(spec.at("/properties/cost/default").asText()).isEqualTo("effective");
    assertThat(spec.at("/properties/dimensions/properties/use_case/default").toString())
        .isEqualTo("[{\"run\":\"use_case\"},{\"tag\":\"use_case\"}]");
    assertThat(texts(spec.at("/properties/bills/items/required")))
        .containsExactly("name", "format");
  }

  @Test
  void aBudgetNeedsAMatchAndAnAmount() {
    JsonNode spec = definitions.at("/Budget/properties/spec");
    assertThat(texts(spec.get("required"))).containsExactly("match", "amount");
    assertThat(spec.at("/properties/thresholds/default").toString())
        .isEqualTo("[\"0.5\",\"0.8\",\"1.0\"]");
  }
}
