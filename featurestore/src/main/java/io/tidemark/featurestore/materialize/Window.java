package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.lit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time that one materialisation asks for: days, or everything up to the clock.
 *
 * @param first first day, null for everything
 * @param last last day, included
 * @param now the run's clock
 */
record Window(@Nullable LocalDate first, @Nullable LocalDate last, Instant now) {

  Window {
    now = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** The start, widened downwards by the lookback; null is the beginning of time. */
  @Nullable Instant start(Duration lookback) {
    return first == null ? null : first.atStartOfDay(ZoneOffset.UTC).toInstant().minus(lookback);
  }

  /** The end, not included. */
  Instant end() {
    return last == null
        ? now.plus(1, ChronoUnit.MICROS)
        : last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The one day that is asked for, else the UTC day before the clock. */
  LocalDate logicalDate() {
    return first != null && first.equals(last)
        ? first
        : LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
  }

  /** Whether a time lies in it; NULL for NULL. */
  Column holds(Column time, Duration lookback) {
    Instant start = start(lookback);
    Column before = time.lt(lit(end()));
    return start == null ? before : before.and(time.geq(lit(start)));
  }
}
