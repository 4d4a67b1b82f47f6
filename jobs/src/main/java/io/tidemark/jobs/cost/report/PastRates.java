package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.usage.RunUsage;
import io.tidemark.lineage.Run;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a container's minute has cost lately: the median over the runs that ended in the last 30
 * days, of what each cost (stages direct and usage) by its containers' minutes.
 */
public final class PastRates {
  private static final Duration LATELY = Duration.ofDays(30);
  private static final BigDecimal MILLIS = BigDecimal.valueOf(60_000);
  private static final int DECIMALS = 18;

  private final Run run;

  public PastRates(Run run) {
    this.run = run;
  }

  /** The median in a currency; empty if no run of these days was paid in it. */
  public Optional<RunEstimate> median(String currency) {
    PublishedLedger ledger = new PublishedLedger(run);
    YearMonth last = YearMonth.from(run.now().atZone(ZoneOffset.UTC));
    YearMonth first = YearMonth.from(run.now().minus(LATELY).atZone(ZoneOffset.UTC));
    SortedMap<YearMonth, Integer> months = ledger.current(first, last);
    Column isOwn = col("stage").isin(Stage.DIRECT.word(), Stage.USAGE.word());
    Dataset<Row> costs =
        Money.sum(
            ledger
                .rows(months)
                .where(isOwn.and(col("run_id").isNotNull()).and(col("currency").equalTo(currency)))
                .groupBy(col("run_id").as("_run")),
            Money.sums());
    Dataset<Row> rates =
        lives()
            .join(costs, col("run_id").equalTo(col("_run")))
            .withColumn("_order", expr("(direct + idle_share) / millis"))
            .orderBy("_order", "run_id");
    long count = rates.count();
    if (count == 0) {
      return Optional.empty();
    }
    List<Row> middle =
        rates.offset((int) ((count - 1) / 2)).limit(count % 2 == 1 ? 1 : 2).collectAsList();
    BigDecimal sum = middle.stream().map(PastRates::rate).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal median =
        sum.divide(BigDecimal.valueOf(middle.size()), DECIMALS, RoundingMode.HALF_EVEN);
    return Optional.of(new RunEstimate(Money.plain(median), currency));
  }

  /** How long the containers of each run lived together, of those that ended lately. */
  private Dataset<Row> lives() {
    return RunUsage.read(run)
        .groupBy("run_id")
        .agg(
            sum(expr("unix_millis(ended_at) - unix_millis(started_at)")).as("millis"),
            max("ended_at").as("_ended"))
        .where(
            col("millis")
                .gt(0)
                .and(col("_ended").gt(Timestamp.from(run.now().minus(LATELY))))
                .and(col("_ended").leq(Timestamp.from(run.now()))));
  }

  private static BigDecimal rate(Row row) {
    return Money.of(row, "")
        .cost()
        .multiply(MILLIS)
        .divide(BigDecimal.valueOf(row.<Long>getAs("millis")), DECIMALS, RoundingMode.HALF_EVEN);
  }
}
