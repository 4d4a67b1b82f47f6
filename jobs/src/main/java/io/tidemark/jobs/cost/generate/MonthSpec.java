package io.tidemark.jobs.cost.generate;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * How large a synthetic month is.
 *
 * @param clusters EMR clusters on EC2; Serverless, EKS and SageMaker come on top, always as much
 * @param hours of the month, from its first, in which clusters are up
 * @param runs Spark applications of each cluster
 * @param tasks of each executor, as its event log tells them
 * @param lines of the bill at least; small ones of S3 make up what is missing
 */
public record MonthSpec(
    long seed, YearMonth month, int clusters, int hours, int runs, int tasks, long lines) {

  /** A month of one cluster, which teams share. */
  public static MonthSpec small(long seed, YearMonth month) {
    return new MonthSpec(seed, month, 1, month.lengthOfMonth() * 24, 12, 12, 0);
  }

  Instant start() {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  Instant end() {
    return month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
