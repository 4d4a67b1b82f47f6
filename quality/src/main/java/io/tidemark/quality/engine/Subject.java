package io.tidemark.quality.engine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows that suites judge.
 *
 * @param object its name in {@code run_io}
 * @param version the Delta version; null for files
 * @param rows after the source's filter, with only the columns that rules may see, and perhaps
 *     {@link #CARRIED}
 */
public record Subject(String object, @Nullable Long version, Dataset<Row> rows) {

  /** A column that goes with each row of a batch and that no schema or query shows. */
  public static final String CARRIED = "__carried";
}
