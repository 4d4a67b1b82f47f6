package io.tidemark.lineage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashChainTest {

  private static final String STREAM = "run/018f0000-0000-7000-8000-000000000001";
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void firstEventOfAStreamHasTheKnownHash() {
    String hash =
        HashChain.hash(
            HashChain.START, STREAM, 0, TIME, "svc-nightly", "RUN_STARTED", STREAM, Map.of());

    assertThat(hash).isEqualTo("77af08955f7f1277a954ceacb8b93898acdb06c7a0b69b1bb28282a8c3cf0235");
  }

  @Test
  void eachEventHangsOnTheOneBefore() {
    String first =
        HashChain.hash(
            HashChain.START, STREAM, 0, TIME, "svc-nightly", "RUN_STARTED", STREAM, Map.of());
    String second =
        HashChain.hash(
            first,
            STREAM,
            1,
            TIME.plusSeconds(1),
            "svc-nightly",
            "DATASET_READ",
            "dataset/loans@7",
            Map.of("delta_version", 7));

    assertThat(second)
        .isEqualTo("ef2caa40f13451302d7d95f015a1933ea60ff5f98486604be54930e4aa443cc3");
  }

  @Test
  void publishedChainIsReproduced() throws Exception {
    Path vectors = above("shared/data/audit_vectors.json");
    assumeTrue(Files.exists(vectors), "no " + vectors + " here");
    JsonNode chain = new ObjectMapper().readTree(vectors.toFile()).get("chain");

    for (JsonNode link : chain) {
      String jcs = link.get("jcs").asText();
      assertThat(CanonicalJson.write(CanonicalJson.read(jcs))).isEqualTo(jcs);
      assertThat(HashChain.hash(link.get("prev").asText(), jcs))
          .isEqualTo(link.get("hash").asText());
    }
  }

  private static Path above(String relative) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve(relative))) {
      folder = folder.getParent();
    }
    return folder.resolve(relative);
  }

  @Test
  void canonicalJsonSortsKeysByUtf16AndWritesNumbersAsEcmaScriptDoes() {
    // RFC 8785, 3.2.3 and appendix B.
    assertThat(
            CanonicalJson.write(
                CanonicalJson.read(
                    "{\"\\u20ac\": 1, \"\\r\": 2, \"1\": 1e21, \"\\u00f6\": [4.50, 2e-3, null]}")))
        .isEqualTo("{\"\\r\":2,\"1\":1e+21,\"ö\":[4.5,0.002,null],\"€\":1}");
  }

  @Test
  void payloadsHoldNeitherFloatsNorNullsNorLargeIntegers() {
    for (Object value : List.of(1.5, (1L << 53) + 1, new StringBuilder("x"))) {
      assertThatThrownBy(
              () ->
                  HashChain.hash(
                      HashChain.START, STREAM, 0, TIME, "a", "b", "c", Map.of("x", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("payload.x");
    }
  }
}
