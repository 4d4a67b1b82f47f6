package io.tidemark.featurestore.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One materialisation of a case.
 *
 * @param first first day, null with {@code last} for everything up to the clock
 * @param now the clock, in microseconds
 */
record Window(@Nullable LocalDate first, @Nullable LocalDate last, long now) {

  long from(Policy policy) {
    if (first == null) {
      return Long.MIN_VALUE;
    }
    long start = RandomValues.micros(first.atStartOfDay(ZoneOffset.UTC).toInstant());
    return policy.declared() ? start : start - policy.lookback().toNanos() / 1_000;
  }

  long to() {
    return last == null
        ? now + 1
        : RandomValues.micros(last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  Instant clock() {
    return RandomValues.instant(now);
  }

  /** The flags of the verb. */
  String words() {
    String days = first == null ? "" : " --from " + first + " --to " + last;
    return "--now " + clock() + days;
  }
}
