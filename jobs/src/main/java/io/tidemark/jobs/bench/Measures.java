package io.tidemark.jobs.bench;

import static org.apache.spark.sql.functions.expr;

import io.tidemark.jobs.definition.BenchKnobs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The aggregate that consumes an answer, the same in every engine: how many rows, and for each view
 * how many found something, the sum of each feature and of both times, and a sum that pairs the
 * time taken with the spine's row, so that no two rows can be mixed up.
 */
final class Measures {
  private static final String SPARK_MICROS = "unix_micros";
  private static final String DUCKDB_MICROS = "epoch_us";

  private final List<String> names = new ArrayList<>();
  private final List<String> sums = new ArrayList<>();

  Measures(BenchKnobs knobs) {
    add("rows", "count(1)");
    for (int view = 0; view < knobs.views(); view++) {
      String event = Names.eventTime(view);
      String known = Names.knownAt(view);
      add("found(" + event + ")", "count(" + event + ")");
      Names.features(knobs, view).forEach(name -> add(name, "sum(" + name + ")"));
      // Smaller than the times themselves, or their sum leaves the range of a BIGINT.
      add(event, "sum(MICROS(" + event + ") % 1000000007)");
      add(known, "sum(MICROS(" + known + ") % 1000000007)");
      add(
          "pairs(" + event + ")",
          "sum((MICROS(" + event + ") % 1000003) * (" + Names.ROW + " % 1009))");
    }
  }

  /** Computes them of rows of Spark. */
  Checksum of(Dataset<Row> rows) {
    Column[] columns =
        sums.stream().map(sum -> expr(sum.replace("MICROS", SPARK_MICROS))).toArray(Column[]::new);
    Row row = rows.agg(columns[0], tail(columns)).head();
    return Checksum.of(names, IntStream.range(0, row.size()).mapToObj(row::get).toList());
  }

  /** What stands between SELECT and FROM in DuckDB. */
  String duckDb() {
    return String.join(", ", sums).replace("MICROS", DUCKDB_MICROS);
  }

  List<String> names() {
    return List.copyOf(names);
  }

  private void add(String name, String sum) {
    names.add(name);
    sums.add(sum);
  }

  private static Column[] tail(Column[] columns) {
    Column[] tail = new Column[columns.length - 1];
    System.arraycopy(columns, 1, tail, 0, tail.length);
    return tail;
  }
}
