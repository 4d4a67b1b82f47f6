package io.tidemark.lineage;

import io.tidemark.lineage.registry.Action;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The one door to the tables: everything read and written through it is recorded. */
public final class Run implements AutoCloseable {

  private Run() {}

  public String id() {
    throw new IllegalStateException();
  }

  public Instant now() {
    throw new IllegalStateException();
  }

  public SparkSession spark() {
    throw new IllegalStateException();
  }

  public Warehouse warehouse() {
    throw new IllegalStateException();
  }

  /** The newest version of a table, decided once per run; refused if the folder is missing. */
  public PinnedTable pin(TableRef table) {
    throw new IllegalStateException();
  }

  public Dataset<Row> read(PinnedTable table) {
    throw new IllegalStateException();
  }

  /** As {@link #pin}, but the newest version now: what a writer reads again after a lost race. */
  public PinnedTable repin(TableRef table) {
    throw new IllegalStateException();
  }

  /**
   * Records that the run read files or a foreign table.
   *
   * @param name for example {@code source:loans}
   */
  public void recordRead(
      String name,
      String location,
      @Nullable String tableId,
      @Nullable Long version,
      @Nullable String fingerprint,
      @Nullable Long bytes,
      @Nullable Long files,
      @Nullable String filter) {
    throw new IllegalStateException();
  }

  /** Adds how many rows were read of something recorded as read and not yet flushed. */
  public void rowsRead(String name, long rows) {
    throw new IllegalStateException();
  }

  public boolean createTable(TableRef table, TableSpec spec) {
    throw new IllegalStateException();
  }

  /** The Delta version of the commit; empty when another writer took the ordinal. */
  public OptionalLong append(TableRef table, Dataset<Row> rows, AppendSpec spec) {
    throw new IllegalStateException();
  }

  /**
   * Writes a table that nobody has registered yet, over the leftover of a run that ended. The Delta
   * version; empty when another run has registered it meanwhile: read the registry again.
   */
  public OptionalLong writeFresh(TableRef table, Dataset<Row> rows) {
    throw new IllegalStateException();
  }

  /**
   * What {@link #writeFresh} has written, to be proven before it is registered; no recorded read.
   */
  public PinnedTable written(TableRef table) {
    throw new IllegalStateException();
  }

  /** The rows of {@link #written}. */
  public Dataset<Row> readWritten(TableRef table) {
    throw new IllegalStateException();
  }

  /** Removes what {@link #writeFresh} has written and nobody has registered, and its record. */
  public void discard(TableRef table) {
    throw new IllegalStateException();
  }

  /** Queues an event; {@link #flush} or the run's end writes it. */
  public void event(Action action, String object, SortedMap<String, Object> payload) {
    throw new IllegalStateException();
  }

  public void flush() {
    throw new IllegalStateException();
  }

  public void complete(int exitCode) {
    throw new IllegalStateException();
  }

  public void fail(int exitCode, String errorClass, @Nullable String message) {
    throw new IllegalStateException();
  }

  /** Fails the run if it was neither completed nor failed. */
  @Override
  public void close() {
    throw new IllegalStateException();
  }
}
