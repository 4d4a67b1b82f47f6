package io.tidemark.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTextTest {

  @Test
  void anyTextReadsBackAsItself() {
    Random random = new Random(3);
    Load load = new Load(LoadSettings.builder().build());
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.appendCodePoint(
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(0x80);
              case 1 ->
                  " '\"\\:#-?[]{},&*!|>%@`\n\r\t\u0085\u2028~".codePointAt(random.nextInt(27));
              case 2 -> random.nextInt(0xD800);
              default -> 0x10000 + random.nextInt(0x100000);
            });
      }
      List<String> texts = List.of(text.toString(), "no", "007");
      assertThat(load.loadFromString(YamlText.list(texts))).isEqualTo(texts);
    }
  }

  @Test
  void whatIsPlainTextStaysPlain() {
    assertThat(YamlText.list(List.of("card_id", "n", "Mixed", "é", "a\nb")))
        .isEqualTo("[card_id, 'n', 'Mixed', 'é', \"a\\u000Ab\"]");
  }
}
