package io.tidemark.quality.engine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A batch with, for each row, the quarantine rules that it fails.
 *
 * @param rows the subject's rows and a last column {@code _violations}, ARRAY&lt;STRUCT&lt;rule_id
 *     STRING, columns ARRAY&lt;STRING&gt;, observed STRING&gt;&gt;; empty where the row goes on
 */
public record JudgedBatch(SuiteOutcome outcome, Dataset<Row> rows) {}
