package io.tidemark.jobs.bench;

import io.tidemark.lineage.definition.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** DuckDB in this process, through whatever JDBC driver of it is on the class path. */
final class DuckDb implements AutoCloseable {
  private static final String DRIVER = "org.duckdb.DuckDBDriver";

  private final Connection connection;

  private DuckDb(Connection connection) {
    this.connection = connection;
  }

  /**
   * Starts it.
   *
   * @param threads as many as Spark has cores
   * @param temporary a folder for what does not fit its memory
   * @throws Refusal if its driver is not there
   */
  static DuckDb start(int threads, Path temporary) {
    try {
      Driver driver =
          Class.forName(DRIVER).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
      Connection connection = driver.connect("jdbc:duckdb:", new Properties());
      if (connection == null) {
        throw new IllegalStateException(DRIVER + " does not know its own URL");
      }
      return new DuckDb(connection)
          .run("SET threads = " + threads)
          .run("SET TimeZone = 'UTC'")
          .run("SET preserve_insertion_order = false")
          .run("SET temp_directory = '" + temporary.toString().replace("'", "''") + "'");
    } catch (ReflectiveOperationException e) {
      throw Refusal.of(
          "NO_DUCKDB",
          null,
          "DuckDB's JDBC driver is not on the class path",
          "run it through tidemark, add the jar to spark-submit with --jars, or give --vs plain");
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  /** Runs a statement without an answer. */
  DuckDb run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The one row of a query, by the names of its columns. */
  Checksum ask(String sql, List<String> names) {
    try (Statement statement = connection.createStatement()) {
      return row(statement, sql, names);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * The same within so many seconds; null if it takes longer.
   *
   * @throws SQLException if it fails otherwise, as for want of memory
   */
  @Nullable Checksum ask(String sql, List<String> names, long seconds) throws SQLException {
    AtomicBoolean late = new AtomicBoolean();
    try (Statement statement = connection.createStatement()) {
      Thread clock = new Thread(() -> cancel(statement, seconds, late), "tidemark-bench-clock");
      clock.setDaemon(true);
      clock.start();
      try {
        return row(statement, sql, names);
      } finally {
        clock.interrupt();
      }
    } catch (SQLException e) {
      if (late.get()) {
        return null;
      }
      throw e;
    }
  }

  private static void cancel(Statement statement, long seconds, AtomicBoolean late) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
      late.set(true);
      statement.cancel();
    } catch (InterruptedException e) {
      // It ended in time.
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB's query cannot be cancelled", e);
    }
  }

  private static Checksum row(Statement statement, String sql, List<String> names)
      throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= names.size(); i++) {
        values.add(result.getObject(i));
      }
      return Checksum.of(names, values);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
