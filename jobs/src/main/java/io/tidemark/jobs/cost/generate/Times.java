package io.tidemark.jobs.cost.generate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A charge period, written once for all lines that have it.
 *
 * @param interval of identity_time_interval
 */
record Times(Instant from, Instant to, String start, String end, String interval) {

  static Times of(Instant from, Instant to) {
    return new Times(from, to, millis(from), millis(to), from + "/" + to);
  }

  /** An hour of the month, counted from its first. */
  static Times hour(MonthSpec spec, int hour) {
    return hours(spec, hour, 1);
  }

  static Times hours(MonthSpec spec, int hour, int count) {
    Instant from = spec.start().plus(hour, ChronoUnit.HOURS);
    return of(from, from.plus(count, ChronoUnit.HOURS));
  }

  static Times month(MonthSpec spec) {
    return of(spec.start(), spec.end());
  }

  /** As CUR writes times: always with milliseconds. */
  static String millis(Instant at) {
    return at.toString().replace("Z", ".000Z");
  }
}
