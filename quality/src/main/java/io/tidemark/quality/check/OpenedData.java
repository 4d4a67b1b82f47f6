package io.tidemark.quality.check;

import io.tidemark.quality.engine.Subject;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as a run reads it.
 *
 * @param object its name in {@code run_io}
 * @param version the Delta version that is read; null for files
 * @param fingerprint of files; null for tables
 * @param bytes of its files, where that is known
 * @param rows after a source's filter, with the columns that rules may see
 */
public record OpenedData(
    String object,
    @Nullable Long version,
    @Nullable String fingerprint,
    @Nullable Long bytes,
    Dataset<Row> rows) {

  /** What suites judge. */
  Subject subject() {
    return new Subject(object, version, rows);
  }

  /** The state that is read. */
  DataState state() {
    return new DataState(version, fingerprint);
  }
}
