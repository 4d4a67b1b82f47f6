package io.tidemark.jobs.cost.report;

import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;

/**
 * The months that a report is about.
 *
 * @param months current version by month, those that are published
 */
record Window(YearMonth from, YearMonth to, SortedMap<YearMonth, Integer> months) {

  /** How many months it has, published or not. */
  int length() {
    return (int) ChronoUnit.MONTHS.between(from, to) + 1;
  }
}
