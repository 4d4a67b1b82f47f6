package io.tidemark.quality.store;

import io.tidemark.quality.engine.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * A suite's run that counts: a row of {@code quality.run}.
 *
 * @param batch whether a materialised batch was judged, and no whole dataset
 * @param verdict without {@code --fail-on}
 */
public record RecordedRun(
    String runId,
    String suite,
    String suiteHash,
    String object,
    @Nullable Long version,
    @Nullable String fingerprint,
    LocalDate logicalDate,
    boolean batch,
    Verdict verdict,
    Instant startedAt) {

  /** The columns that {@link #of} reads, in its order. */
  static final List<Column> COLUMNS =
      List.of(
          functions.col("run_id"),
          functions.col("suite"),
          functions.col("suite_hash"),
          functions.col("object"),
          functions.col("version"),
          functions.col("fingerprint"),
          functions.expr("unix_date(logical_date)").as("day"),
          functions.expr("window_end IS NOT NULL").as("batch"),
          functions.col("status"),
          functions.expr("unix_micros(started_at)").as("started"));

  static RecordedRun of(Row row) {
    return new RecordedRun(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getAs(4),
        row.getString(5),
        LocalDate.ofEpochDay(row.getInt(6)),
        row.getBoolean(7),
        Verdict.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
        Instant.EPOCH.plus(row.getLong(9), ChronoUnit.MICROS));
  }
}
