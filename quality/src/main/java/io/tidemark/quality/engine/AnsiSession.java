package io.tidemark.quality.engine;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The session in which suites' SQL means what ANSI says: division by zero, overflow and bad casts
 * fail. What is not the suites' is done outside of it, in the session that was given.
 */
final class AnsiSession {
  private final SparkSession given;
  private final SparkSession ansi;

  AnsiSession(SparkSession given) {
    this.given = given;
    this.ansi = SparkInternals.copy(given);
    ansi.conf().set("spark.sql.ansi.enabled", true);
  }

  <T> T inside(Supplier<T> work) {
    return SparkInternals.within(ansi, work);
  }

  <T> T outside(Supplier<T> work) {
    return SparkInternals.within(given, work);
  }

  Dataset<Row> adopt(Dataset<Row> rows) {
    return SparkInternals.moved(rows, ansi);
  }

  Dataset<Row> release(Dataset<Row> rows) {
    return SparkInternals.moved(rows, given);
  }

  /** A copy with temporary views of its own. */
  SparkSession copy() {
    return SparkInternals.copy(ansi);
  }
}
