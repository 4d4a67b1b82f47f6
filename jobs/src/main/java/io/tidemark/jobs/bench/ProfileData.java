package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.ProfileKnobs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table to profile, the same on every machine: functions of the seed and a row's number. Numbers
 * are of all values, of two decimals, or few; text is a category, a city, a merchant, a hash or a
 * sentence; one value in a hundred is NULL.
 */
final class ProfileData {
  private static final String TABLE = "data/table";
  private static final int HUNDRED = 100;

  private final SparkSession spark;
  private final ProfileKnobs knobs;
  private final BenchFolder folder;

  ProfileData(SparkSession spark, ProfileKnobs knobs, BenchFolder folder) {
    this.spark = spark;
    this.knobs = knobs;
    this.folder = folder;
  }

  /** The whole table; its files are made if they are not there. */
  Dataset<Row> table() {
    if (!folder.isWhole(TABLE)) {
      int files = 2 * spark.sparkContext().defaultParallelism();
      write(
          spark.range(0, knobs.rows(), 1, files).selectExpr(columns().toArray(new String[0])),
          TABLE);
    }
    return spark.read().parquet(folder.file(TABLE).toString());
  }

  /** Its first rows. */
  Dataset<Row> sample() {
    String sample = "data/sample_" + knobs.sample();
    if (!folder.isWhole(sample)) {
      write(table().limit((int) Math.min(knobs.sample(), Integer.MAX_VALUE)), sample);
    }
    return spark.read().parquet(folder.file(sample).toString());
  }

  long bytes() {
    return folder.bytes(TABLE);
  }

  private void write(Dataset<Row> rows, String relative) {
    rows.write().mode("overwrite").parquet(folder.file(relative).toString());
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < knobs.numeric(); i++) {
      String hash = hash(i);
      String number =
          switch (i % 4) {
            case 0 -> hash + " / 9.0e15D";
            case 1 -> "sqrt(pmod(" + hash + ", 1000003))";
            case 2 -> "pmod(" + hash + ", 1000000) / 100D";
            default -> "CAST(pmod(" + hash + ", " + (10 + 100L * i) + ") AS DOUBLE)";
          };
      columns.add(column(number, i, "number_" + i));
    }
    for (int i = 0; i < knobs.text(); i++) {
      String hash = hash(knobs.numeric() + i);
      String text =
          switch (i % 5) {
            case 0 -> "concat('category ', pmod(" + hash + ", 7))";
            case 1 -> "concat('city-', pmod(" + hash + ", 1000))";
            case 2 -> "concat('m', pmod(" + hash + ", 100000))";
            case 3 -> "md5(CAST(" + hash + " AS STRING))";
            default -> "concat('a sentence that ends in the number ', pmod(" + hash + ", 50))";
          };
      columns.add(column(text, knobs.numeric() + i, "text_" + i));
    }
    return columns;
  }

  private String column(String value, int column, String name) {
    return "if(pmod(xxhash64(id, %dL, %d, 'null'), %d) = 0, NULL, %s) AS %s"
        .formatted(knobs.seed(), column, HUNDRED, value, name);
  }

  private String hash(int column) {
    return "xxhash64(id, " + knobs.seed() + "L, " + column + ")";
  }
}
