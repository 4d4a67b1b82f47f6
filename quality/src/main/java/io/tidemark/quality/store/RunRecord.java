package io.tidemark.quality.store;

import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a run judged: of {@code quality.run} what all suites of one object share.
 *
 * @param object its name in {@code run_io}
 * @param version the Delta version; null for files
 * @param fingerprint of files; null for tables
 * @param windowStart of a materialised batch, null if it has no first day
 * @param windowEnd of a materialised batch, never null for one: it tells a batch from a whole
 *     dataset
 * @param startedAt when judging began, by the wall clock
 * @param columns of the rows that were judged, which later runs of schema rules compare with; null
 *     if they could not be read
 */
public record RunRecord(
    String object,
    @Nullable Long version,
    @Nullable String fingerprint,
    LocalDate logicalDate,
    @Nullable Instant windowStart,
    @Nullable Instant windowEnd,
    Instant startedAt,
    @Nullable Long rowsScanned,
    @Nullable Long bytesScanned,
    @Nullable StructType columns) {}
