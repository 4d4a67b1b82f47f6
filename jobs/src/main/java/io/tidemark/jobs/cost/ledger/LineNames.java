package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;

import io.tidemark.jobs.cost.allocate.EmrResource;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The ids of clusters, applications and runs that lines of bills name. */
public final class LineNames {
  private LineNames() {}

  /**
   * Each name once, from the few columns that tell it.
   *
   * @param lines of {@code cost.bill_line}
   * @return one column of ids
   */
  public static Dataset<Row> of(Dataset<Row> lines) {
    return lines
        .select(
            col("service"),
            col("resource_id"),
            col("_split_parent").isNotNull().as("of_pod"),
            col("tags"))
        .flatMap(
            (FlatMapFunction<Row, String>)
                row -> {
                  EmrResource told = told(row);
                  return Stream.concat(told.cluster().stream(), told.run().stream()).iterator();
                },
            Encoders.STRING())
        .distinct()
        .toDF("name");
  }

  private static EmrResource told(Row row) {
    return new EmrResource(
        row.getString(0),
        row.getString(1),
        row.getBoolean(2),
        row.isNullAt(3) ? Map.of() : row.getJavaMap(3));
  }
}
