package io.tidemark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DemoStoryTest {

  @Test
  void aSecondRunSaysThatNothingWasAdded() {
    assertThat(told(story -> story.end(List.of("SELECT 1"), false)))
        .contains("Nothing was added")
        .contains("sql -C \"a bank\" \"\nSELECT 1\"\n");
    assertThat(told(story -> story.end(List.of(), true))).doesNotContain("Nothing was added");
    Answer none =
        new Answer(
            "apply",
            null,
            Status.UNCHANGED,
            0,
            List.of(Map.of("object", "FeatureView/x@1", "change", "none")),
            List.of());
    assertThat(told(story -> story.applied(none))).contains("registered already");
  }

  @Test
  void countsAreThoseOfTheRows() {
    String told =
        told(
            story ->
                story.findings(
                    List.of(Map.of("payments", 30_000, "known_late", 1_500, "corrected", 300)),
                    List.of(
                        Map.of("view", "bureau_report", "applications", 80, "would_leak", 20),
                        Map.of("view", "either", "applications", 90, "would_leak", 25),
                        Map.of("view", "last_payment", "applications", 70, "would_leak", 7)),
                    List.of(Map.of("score_from", 600, "loans", 12, "percent_defaulted", 8.3))));
    assertThat(told)
        .contains("of 30,000 card payments 1,500 were known")
        .contains("Corrected: 300 payments")
        .contains("given 25 of 90 applications")
        .contains("(bureau_report 20, last_payment 7)")
        .containsPattern("600 +12 +8.3");
  }

  private static String told(Consumer<DemoStory> part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    part.accept(
        new DemoStory(
            new PrintStream(out, true, StandardCharsets.UTF_8), "a bank", Path.of("/x/a bank")));
    return out.toString(StandardCharsets.UTF_8);
  }
}
