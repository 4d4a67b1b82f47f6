package io.tidemark.featurestore.pit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows to enrich.
 *
 * @param rows any columns of distinct names, the keys of every view and the time among them
 * @param time name of the TIMESTAMP column that says when each row asks; NULL asks for nothing
 */
public record SpineRows(Dataset<Row> rows, String time) {}
