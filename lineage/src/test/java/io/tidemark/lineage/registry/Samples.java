package io.tidemark.lineage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.audit.HashChain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows to record, and what must hold of a stream. */
final class Samples {

  private Samples() {}

  static RunStart start(String verb) {
    return new RunStart(
        verb,
        new TreeMap<>(Map.of("view", "x@1")),
        Instant.parse("2026-06-30T00:00:00Z"),
        "",
        "local",
        "risk-ml",
        "credit",
        null,
        1,
        null,
        null,
        "abc",
        false,
        new TreeMap<>(Map.of("java", "17")),
        "local-1");
  }

  static ObjectRow object(Recorder run, String name, String state) {
    return new ObjectRow(
        "FeatureView",
        name,
        1,
        state,
        "own",
        "risk-ml",
        "credit",
        "internal",
        "s1",
        "m1" + state,
        "{\"a\":\"ü\"}",
        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS),
        run.runId());
  }

  static TrainingSetRow trainingSet(Recorder run, int version) {
    return new TrainingSetRow(
        "credit",
        version,
        "training.credit_v" + version,
        "d",
        1L << 60,
        List.of(new TrainingSetRow.Column("a", "BIGINT", 3, "c")),
        List.of(new TrainingSetRow.Input("features.x_v1", "s", "id", 4L, null, null)),
        "as_known",
        Instant.parse("2026-06-30T00:00:00Z"),
        "cd",
        "{}",
        null,
        "sealed",
        run.runId(),
        Instant.parse("2026-07-01T00:00:00.000001Z"));
  }

  static RunIoRow io(Recorder run, RunIoRow.Direction direction, String name, Long v) {
    return new RunIoRow(
        run.runId(),
        direction,
        name,
        "/somewhere",
        "id",
        v,
        null,
        7L,
        8L,
        1L,
        null,
        true,
        RunIoRow.Capture.API);
  }

  static void assertChained(List<Event> events) {
    String prev = HashChain.START;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertThat(event.seq()).isEqualTo(i);
      assertThat(event.prevHash()).isEqualTo(prev);
      assertThat(event.eventHash())
          .isEqualTo(
              HashChain.hash(
                  prev,
                  event.stream(),
                  event.seq(),
                  event.eventTime(),
                  event.actor(),
                  event.action().name(),
                  event.object(),
                  event.payload()));
      prev = event.eventHash();
    }
  }
}
