package io.tidemark.jobs.bench;

import static org.apache.spark.sql.functions.expr;

import io.tidemark.jobs.definition.BenchKnobs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What reading alone costs: Spark sums the columns that the join reads, of all views in one query.
 */
final class ScanFloor {
  private final SparkSession spark;
  private final PinnedViews views;
  private final List<List<String>> files;
  private final BenchKnobs knobs;

  /**
   * Nothing is read yet.
   *
   * @param views whose columns are summed
   * @param files of each view: of its table, or Parquet files of the same rows
   */
  ScanFloor(SparkSession spark, PinnedViews views, List<List<String>> files, BenchKnobs knobs) {
    this.spark = spark;
    this.views = views;
    this.files = List.copyOf(files);
    this.knobs = knobs;
  }

  /** Reads it all; a row per view. A query asked twice would find the first answer's shuffle. */
  int read() {
    List<Dataset<Row>> sums = new ArrayList<>();
    for (int view = 0; view < knobs.views(); view++) {
      sums.add(sums(view));
    }
    // A row per view.
    return sums.stream().reduce(Dataset::union).orElseThrow().collectAsList().size();
  }

  private Dataset<Row> sums(int view) {
    List<String> columns = new ArrayList<>(List.of(Names.KEY));
    columns.addAll(Names.features(knobs, view));
    StructType table = views.views().get(view).rows().schema();
    StructType read = new StructType();
    for (StructField field : table.fields()) {
      if (columns.contains(field.name())
          || field.name().equals(Names.EVENT_TS)
          || field.name().equals(Names.KNOWN_AT)) {
        read = read.add(field);
      }
    }
    List<Column> sum = new ArrayList<>();
    columns.forEach(name -> sum.add(expr("sum(" + name + ")")));
    sum.add(expr("sum(unix_micros(event_ts) % 1000000007)"));
    sum.add(expr("sum(unix_micros(known_at) % 1000000007)"));
    return spark
        .read()
        .schema(read)
        .parquet(files.get(view).toArray(new String[0]))
        .agg(sum.get(0), sum.subList(1, sum.size()).toArray(new Column[0]));
  }
}
