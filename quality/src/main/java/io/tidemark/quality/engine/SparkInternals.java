package io.tidemark.quality.engine;

import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** What judging uses of Spark that is not its public interface. */
final class SparkInternals {
  private static final long LISTENERS_MILLIS = 10_000;

  private SparkInternals() {}

  /** A session with the same catalogs and settings, and temporary views of its own. */
  static SparkSession copy(SparkSession spark) {
    return spark.cloneSession();
  }

  /** Does something while a session is the thread's active one: SQL is parsed as it is set. */
  static <T> T within(SparkSession session, Supplier<T> work) {
    Option<SparkSession> before = SparkSession.getActiveSession();
    SparkSession.setActiveSession(session);
    try {
      return work.get();
    } finally {
      if (before.isEmpty()) {
        SparkSession.clearActiveSession();
      } else {
        SparkSession.setActiveSession(before.get());
      }
    }
  }

  /** The same rows in another session; what is in them keeps its meaning. */
  static Dataset<Row> moved(Dataset<Row> rows, SparkSession to) {
    return Dataset.ofRows(to, rows.queryExecution().analyzed());
  }

  /** Waits until listeners know what has run, ten seconds at most. */
  static void awaitListeners(SparkContext context) {
    try {
      context.listenerBus().waitUntilEmpty(LISTENERS_MILLIS);
    } catch (TimeoutException ignored) {
      // The CPU of the last passes is then too small; nothing else depends on it.
    }
  }
}
