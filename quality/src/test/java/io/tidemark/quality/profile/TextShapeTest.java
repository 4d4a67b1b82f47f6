package io.tidemark.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextShapeTest {
  private static final String CHARACTERS = "aZ9.*+?()[]{}^$|\\/-_ \té";

  @Test
  void knowsCodesHashesAndAddresses() {
    Random random = new Random(1);
    assertThat(TextShape.of(texts(i -> "GB" + (10 + i) + "-" + i)))
        .hasValue("[A-Z]{2}[0-9]{2}\\-[0-9]+");
    assertThat(TextShape.of(texts(i -> "2026-01-" + (10 + i))))
        .hasValue("[0-9]{4}\\-[0-9]{2}\\-[0-9]{2}");
    assertThat(TextShape.of(texts(i -> "u" + (i % 2 == 0 ? "x1" : "") + "@shop.example")))
        .hasValue("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    assertThat(TextShape.of(texts(i -> new UUID(random.nextLong(), random.nextLong()).toString())))
        .hasValue("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(TextShape.of(texts(i -> i % 2 == 0 ? "-" + i : i + ".5")))
        .hasValue("[+-]?[0-9]+(\\.[0-9]+)?");
  }

  @Test
  void wordsAndFewTextsHaveNoFormat() {
    assertThat(TextShape.of(texts(i -> "word"))).isEmpty();
    assertThat(TextShape.of(texts(i -> i % 2 == 0 ? "one word" : "1 word more"))).isEmpty();
    assertThat(TextShape.of(List.of("A1", "A2"))).isEmpty();
    assertThat(TextShape.of(Collections.nCopies(50, ""))).isEmpty();
  }

  @Test
  void everyTextMatchesItsOwnShape() {
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      List<String> texts = new ArrayList<>();
      StringBuilder text = new StringBuilder("7");
      for (int length = random.nextInt(8); length > 0; length--) {
        text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      for (int j = 0; j < TextShape.LEAST_TEXTS; j++) {
        texts.add(text.toString());
      }
      assertThat(TextShape.of(texts))
          .get()
          .satisfies(regex -> assertThat(text.toString()).matches(regex));
    }
  }

  private static List<String> texts(IntFunction<String> each) {
    return IntStream.range(0, 40).mapToObj(each).toList();
  }
}
