package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** A UTC clock hour, a day or a billing month, in milliseconds of the epoch, end excluded. */
record Window(long start, long end) {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  /**
   * Those of the hour, the day and the billing month of a line that hold its whole charge period,
   * the smallest first; without a charge period it is the month's.
   */
  static List<Window> of(BillLine line) {
    Instant start = line.chargeStart();
    if (start == null) {
      return List.of(month(line));
    }
    long first = start.toEpochMilli();
    long last = Math.max(first, end(line, start) - 1);
    return Stream.of(at(first, HOUR), at(first, DAY), month(line))
        .filter(each -> each.start <= first && last < each.end)
        .toList();
  }

  /** The day of an hour; of longer windows themselves. */
  Window day() {
    return end - start < DAY ? at(start, DAY) : this;
  }

  /** For how long an executor was alive in it. */
  long overlap(ExecutorLife life) {
    long from = Math.max(start, life.startedAt().toEpochMilli());
    return Math.max(0, Math.min(end, life.endedAt().toEpochMilli()) - from);
  }

  private static Window at(long moment, long length) {
    long from = Math.floorDiv(moment, length) * length;
    return new Window(from, from + length);
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
