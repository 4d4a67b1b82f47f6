package io.tidemark.featurestore.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** When things happen in a case: few moments, so that they meet, around awkward ones. */
final class Calendar {
  private static final List<Instant> AWKWARD =
      List.of(
          Instant.parse("2024-03-10T06:59:50Z"), // New York's clocks go forward
          Instant.parse("2024-11-03T05:59:50Z"), // and back
          Instant.parse("2023-12-31T23:59:50Z"),
          Instant.parse("1969-12-31T23:59:50Z"));

  private final long base;
  private final long unit;
  private final int span;

  Calendar(Random random) {
    Duration step =
        RandomValues.pick(
            random,
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));
    this.unit = step.toNanos() / 1_000;
    this.span = 4 + random.nextInt(25);
    this.base =
        RandomValues.micros(AWKWARD.get(random.nextInt(AWKWARD.size())))
            - (step.toDays() > 0 || step.toHours() > 0 ? unit * (span / 2) : 0);
  }

  /** In microseconds. */
  long unit() {
    return unit;
  }

  Duration units(int n) {
    return Duration.ofNanos(unit * 1_000L * n);
  }

  /** A moment, at times a microsecond beside it. */
  long time(Random random) {
    return base + unit * random.nextInt(span) + RandomValues.pick(random, 0, 0, 0, 0, 1, -1);
  }

  /** A moment that may lie before all or after. */
  long around(Random random) {
    return time(random) + unit * (random.nextInt(8) - 2);
  }

  /** Windows in any order, under a clock that goes on. */
  List<Window> windows(Random random, int steps) {
    List<Window> windows = new ArrayList<>();
    long now = base + unit * random.nextInt(span);
    for (int i = 0; i < steps; i++) {
      LocalDate first = null;
      LocalDate last = null;
      if (random.nextInt(3) > 0) {
        first = day(around(random));
        last = first.plusDays(random.nextInt(4));
      }
      windows.add(new Window(first, last, now));
      now += random.nextInt(10) == 0 ? 0 : 1 + unit * random.nextInt(span);
    }
    return windows;
  }

  private static LocalDate day(long micros) {
    return LocalDate.ofInstant(RandomValues.instant(micros), ZoneOffset.UTC);
  }
}
