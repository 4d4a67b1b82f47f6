package io.tidemark.quality.engine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows that suites judge.
 *
 * @param object its name in {@code run_io}
 * @param version the Delta version; null for files
 * @param rows after the source's filter, with only the columns that rules may see
 */
public record Subject(String object, @Nullable Long version, Dataset<Row> rows) {}
