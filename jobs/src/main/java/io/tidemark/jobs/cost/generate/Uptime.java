package io.tidemark.jobs.cost.generate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The hours of the month in which clusters are up. */
final class Uptime {
  private static final int DAY = 24;

  private final int[] hours;

  Uptime(MonthSpec spec) {
    int from = spec.upHours() == DAY ? 0 : 1;
    this.hours =
        IntStream.range(0, spec.hours())
            .filter(hour -> hour / DAY % spec.everyDays() == 0)
            .filter(hour -> hour % DAY >= from && hour % DAY < from + spec.upHours())
            .toArray();
  }

  /** How many there are. */
  int count() {
    return hours.length;
  }

  /** One of them, counted in the month. */
  int hour(int ordinal) {
    return hours[ordinal];
  }

  /** The hour after the last of the stretch that an hour lies in. */
  int endOfStretch(int ordinal) {
    int last = ordinal;
    while (last + 1 < hours.length && hours[last + 1] == hours[last] + 1) {
      last++;
    }
    return hours[last] + 1;
  }

  /** Whether clusters start in an hour, counted in the month. */
  boolean starts(int hour) {
    return isUp(hour) && !isUp(hour - 1);
  }

  boolean isUp(int hour) {
    return Arrays.binarySearch(hours, hour) >= 0;
  }
}
