package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import io.tidemark.jobs.cost.usage.RunUsage;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The lives of executors, with what the registry says of their runs. */
final class Lives {
  /** Field to value, of what the registry knows. */
  static final String REGISTERED = "_registered";

  static final TableRef RUNS = new TableRef("registry", "run");
  private static final List<String> FIELDS = List.of("team", "env", "use_case");

  private Lives() {}

  /** All that {@code cost.run_usage} tells. */
  static Dataset<Row> read(Run run) {
    Dataset<Row> runs = run.read(run.pin(RUNS));
    Column[] values = FIELDS.stream().map(runs::col).toArray(Column[]::new);
    Column[] names = FIELDS.stream().map(name -> lit(name)).toArray(Column[]::new);
    // A run has a row per attempt; the last one counts.
    Dataset<Row> registered =
        runs.groupBy(col("run_id").as("_run"))
            .agg(max(struct(concat(List.of(col("attempt"), col("started_at")), values))).as("last"))
            .select(
                col("_run"),
                map_filter(
                        map_from_arrays(
                            array(names),
                            array(
                                FIELDS.stream()
                                    .map(name -> col("last." + name))
                                    .toArray(Column[]::new))),
                        (name, value) -> value.isNotNull())
                    .as(REGISTERED));
    Dataset<Row> lives = RunUsage.read(run);
    return lives
        .join(registered, lives.col("run_id").equalTo(registered.col("_run")), "left")
        .drop("_run");
  }

  /** What the registry says of the run of a life. */
  static Map<String, String> registered(Row life) {
    int at = life.fieldIndex(REGISTERED);
    return life.isNullAt(at) ? Map.of() : Map.copyOf(life.<String, String>getJavaMap(at));
  }

  private static Column[] concat(List<Column> first, Column[] rest) {
    Column[] all = Arrays.copyOf(first.toArray(Column[]::new), first.size() + rest.length);
    System.arraycopy(rest, 0, all, first.size(), rest.length);
    return all;
  }
}
