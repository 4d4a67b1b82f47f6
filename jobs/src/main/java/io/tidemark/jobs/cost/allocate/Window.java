package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A UTC clock hour, a day or a billing month, in milliseconds of the epoch, end excluded. */
record Window(long start, long end) {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  /**
   * The hour and the day that hold a line's charge period, and its billing month; in this order.
   */
  static List<Window> of(BillLine line) {
    List<Window> windows = new ArrayList<>();
    Instant start = line.chargeStart();
    if (start != null) {
      long first = start.toEpochMilli();
      long last = Math.max(first, end(line, start) - 1);
      for (long length : new long[] {HOUR, DAY}) {
        if (Math.floorDiv(first, length) == Math.floorDiv(last, length)) {
          long from = Math.floorDiv(first, length) * length;
          windows.add(new Window(from, from + length));
        }
      }
    }
    windows.add(month(line));
    return windows;
  }

  /** Those of them that the charge period lies wholly inside; without one it is the month's. */
  static List<Window> around(BillLine line) {
    Instant start = line.chargeStart();
    return start == null
        ? of(line)
        : of(line).stream()
            .filter(each -> each.start <= start.toEpochMilli() && end(line, start) <= each.end)
            .toList();
  }

  /** The day of an hour; of longer windows themselves. */
  Window day() {
    long from = Math.floorDiv(start, DAY) * DAY;
    return end - start < DAY ? new Window(from, from + DAY) : this;
  }

  /** For how long an executor was alive in it. */
  long overlap(ExecutorLife life) {
    long from = Math.max(start, life.startedAt().toEpochMilli());
    return Math.max(0, Math.min(end, life.endedAt().toEpochMilli()) - from);
  }

  private static long end(BillLine line, Instant start) {
    Instant end = line.chargeEnd();
    return end == null ? start.toEpochMilli() : end.toEpochMilli();
  }

  private static Window month(BillLine line) {
    YearMonth month = YearMonth.parse(line.period());
    return new Window(millis(month), millis(month.plusMonths(1)));
  }

  private static long millis(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
