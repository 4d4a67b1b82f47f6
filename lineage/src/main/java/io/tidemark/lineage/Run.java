package io.tidemark.lineage;

import io.tidemark.lineage.DeltaFolder.Commit;
import io.tidemark.lineage.DeltaFolder.Head;
import io.tidemark.lineage.DeltaFolder.Size;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Recorder;
import io.tidemark.lineage.registry.Registration;
import io.tidemark.lineage.registry.RunIoRow;
import io.tidemark.lineage.registry.RunIoRow.Capture;
import io.tidemark.lineage.registry.RunIoRow.Direction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to the tables: everything read and written through it is recorded. Safe for use by
 * threads.
 *
 * <p>A run ends once, by {@link #complete} or {@link #fail}; {@link #close} fails a run that has
 * not ended. What is wrong with the storage is a {@code Refusal} that names the place.
 */
public final class Run implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final int INTERRUPTED = 130;

  private final Warehouse warehouse;
  private final Recorder recorder;
  private final Instant now;
  private final DeltaWriter writer;
  private final Map<TableRef, PinnedTable> pins = new ConcurrentHashMap<>();

  Run(Warehouse warehouse, Recorder recorder, Instant now) {
    this.warehouse = warehouse;
    this.recorder = recorder;
    this.now = now;
    this.writer = new DeltaWriter(warehouse.spark(), warehouse.registry(), recorder.runId());
  }

  /** The run's id, a UUID of version 7. */
  public String id() {
    return recorder.runId();
  }

  /** The one clock. */
  public Instant now() {
    return now;
  }

  /** The session that the warehouse was opened with. */
  public SparkSession spark() {
    return warehouse.spark();
  }

  /** The warehouse that the run was opened on. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /** The newest version of a table, decided once per run; refused if the folder is missing. */
  public PinnedTable pin(TableRef table) {
    PinnedTable pinned = pins.get(table);
    return pinned == null ? repin(table) : pinned;
  }

  /** As {@link #pin}, but the newest version now: what a writer reads again after a lost race. */
  public PinnedTable repin(TableRef table) {
    DeltaFolder folder = warehouse.folder(table);
    PinnedTable pinned = pinned(table, folder);
    Optional<Size> size = folder.size(pinned.version());
    recordRead(
        table.toString(),
        pinned.location(),
        pinned.tableId(),
        pinned.version(),
        null,
        size.map(Size::bytes).orElse(null),
        size.map(Size::files).orElse(null),
        null);
    pins.put(table, pinned);
    return pinned;
  }

  /** The rows of a table at its pinned version. */
  public Dataset<Row> read(PinnedTable table) {
    return spark()
        .read()
        .format("delta")
        .option("versionAsOf", table.version())
        .load(table.location());
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
    recorder.read(
        new RunIoRow(
            id(),
            Direction.READ,
            name,
            location,
            tableId,
            version,
            fingerprint,
            null,
            bytes,
            files,
            filter,
            true,
            Capture.API));
  }

  /** Adds how many rows were read of something recorded as read and not yet flushed. */
  public void rowsRead(String name, long rows) {
    recorder.rowsRead(name, rows);
  }

  /** Makes an empty table; false if it was there, or another run made it in the same moment. */
  public boolean createTable(TableRef table, TableSpec spec) {
    DeltaFolder folder = warehouse.folder(table);
    boolean made = writer.create(folder, spec);
    if (made) {
      folder.commit(0).ifPresent(commit -> recordWritten(table, folder, commit));
    }
    return made;
  }

  /**
   * Makes a table that is to be exactly so. One that is there and differs, such as the leftover of
   * an apply that was cut short, is replaced if it never had rows.
   *
   * @return false if it was there as it is to be
   * @throws Refusal if another table with rows is in its place
   */
  public boolean makeTable(TableRef table, TableSpec spec) {
    if (createTable(table, spec)) {
      return true;
    }
    PinnedTable there = repin(table);
    Snapshot snapshot = snapshot(there);
    if (writer.is(snapshot, spec)) {
      return false;
    }
    if (!writer.close(warehouse.folder(table))) {
      throw Refusal.of(
          "TABLE_IN_THE_WAY",
          null,
          "table " + table + " at " + there.location() + " has rows and other columns",
          "declare the next version");
    }
    warehouse.folder(table).delete();
    pins.remove(table);
    return createTable(table, spec);
  }

  /** The SQL of a CHECK that a table was made with. */
  public Optional<String> check(PinnedTable table, String name) {
    return warehouse.folder(table.ref()).check(table.version(), name);
  }

  /** The greatest ordinal that was appended under; 0 if none ever was. */
  public long newestSeq(PinnedTable table) {
    return warehouse.folder(table.ref()).ordinal(table.version(), table.ref().toString()).orElse(0);
  }

  /** The run that made a commit of a table, where the commit is there and says so. */
  public Optional<String> writer(PinnedTable table, long version) {
    return warehouse.folder(table.ref()).commit(version).map(Commit::run);
  }

  /** What the commit of a version has appended under an ordinal; empty for other commits. */
  public Optional<Appended> appended(PinnedTable table, long version) {
    return warehouse.folder(table.ref()).commit(version).flatMap(Appended::of);
  }

  /**
   * Adds to a table the columns that it lacks, nullable and after its own; safe beside other
   * writers.
   *
   * @throws Refusal if it has one of them with another type
   */
  public void addColumns(TableRef table, StructType columns) {
    writer.addColumns(warehouse.folder(table), table, columns);
    pins.remove(table);
  }

  private Snapshot snapshot(PinnedTable table) {
    return ScalaInterop.deltaSnapshot(read(table))
        .orElseThrow(() -> new IllegalStateException(table.location() + " is no Delta table"));
  }

  /** The Delta version of the commit; empty when another writer took the ordinal. */
  public OptionalLong append(TableRef table, Dataset<Row> rows, AppendSpec spec) {
    DeltaFolder folder = warehouse.folder(table);
    return recorded(table, folder, writer.append(folder, table, rows, spec));
  }

  /**
   * Replaces the rows of partitions by others, all of which meet the predicate.
   *
   * @param where SQL over partition columns
   * @return the Delta version; empty when another run has written to them meanwhile: look again
   */
  public OptionalLong replace(PinnedTable table, Dataset<Row> rows, String where) {
    DeltaFolder folder = warehouse.folder(table.ref());
    return recorded(table.ref(), folder, writer.replace(folder, rows, where, table.version()));
  }

  /**
   * Arranges the rows of some of a table's data files in other files; the table's rows stay the
   * same, and what is appended meanwhile is kept.
   *
   * @param paths of data files, relative to the table's folder
   * @return the Delta version; empty when another run has removed one of them meanwhile: look again
   */
  public OptionalLong rewrite(
      PinnedTable table, Set<String> paths, UnaryOperator<Dataset<Row>> arranged) {
    DeltaFolder folder = warehouse.folder(table.ref());
    return recorded(table.ref(), folder, writer.rewrite(folder, table.version(), paths, arranged));
  }

  /**
   * Writes a table that nobody has registered yet, over the leftover of a run that ended. The Delta
   * version; empty when another run has registered it meanwhile: read the registry again.
   */
  public OptionalLong writeFresh(TableRef table, Dataset<Row> rows) {
    DeltaFolder folder = warehouse.folder(table);
    OptionalLong version = recorded(table, folder, writer.fresh(folder, table, rows));
    if (version.isPresent()) {
      files(table).thawLeftovers();
    }
    return version;
  }

  /** The files of a table, and what is frozen beside it. */
  public TableFiles files(TableRef table) {
    return warehouse.files(table, id());
  }

  /** The data files of a table at its pinned version, in the order of their paths. */
  public List<DataFile> dataFiles(PinnedTable table) {
    return warehouse.folder(table.ref()).files(table.version());
  }

  /**
   * The newest version of a table, without a record that it is read: to see which files it has, or
   * to prove what {@link #writeFresh} has written.
   */
  public PinnedTable newest(TableRef table) {
    return pinned(table, warehouse.folder(table));
  }

  /**
   * Removes what {@link #writeFresh} has written and nobody has registered, its record, and what
   * this run has frozen beside it.
   */
  public void discard(TableRef table) {
    DeltaFolder folder = warehouse.folder(table);
    Optional<Commit> newest = folder.head().flatMap(head -> folder.commit(head.version()));
    if (newest.map(Commit::run).filter(id()::equals).isPresent()) {
      folder.delete();
      recorder.unwritten(table.toString());
    }
    files(table).thaw();
  }

  /** Queues an event; {@link #flush} or the run's end writes it. */
  public void event(Action action, String object, SortedMap<String, Object> payload) {
    recorder.event(action, object, payload);
  }

  /**
   * Writes FEATURE_REGISTERED for every object whose newest registration is not equal already, all
   * in one commit; what another run registered meanwhile is not registered again.
   *
   * @return the rows that were registered
   */
  public List<ObjectRow> register(List<Registration> registrations) {
    return recorder.register(registrations);
  }

  /** Keeps what the run found for its result file, {@code _runs/<id>/result.json}. */
  public void results(List<Map<String, Object>> results) {
    recorder.results(results);
  }

  /** Writes what is queued. */
  public void flush() {
    recorder.flush();
  }

  /**
   * Ends the run; it has succeeded if the exit code is 0.
   *
   * @throws Refusal if that cannot be written down
   */
  public void complete(int exitCode) {
    recorder.end(exitCode, null, null);
  }

  /** Ends the run as failed. That it could not be written down is logged, not thrown. */
  public void fail(int exitCode, String errorClass, @Nullable String message) {
    try {
      recorder.end(exitCode, errorClass, message);
    } catch (RuntimeException | FSError e) {
      LOG.warn("the failure of run {} could not be recorded: {}", id(), e.toString());
    }
  }

  /**
   * Ends the run as interrupted, if a second is enough; for a shutdown hook that runs before
   * Hadoop's, which closes the file systems.
   */
  public void interrupted() {
    if (recorder.hasEnded()) {
      return;
    }
    LastWords.say(() -> fail(INTERRUPTED, "Interrupted", "interrupted"));
  }

  /** What is to be told of a run that has ended and whose typed rows could not be written. */
  public Optional<Problem> incomplete() {
    return recorder.incomplete();
  }

  /** Fails the run if it was neither completed nor failed. */
  @Override
  public void close() {
    if (!recorder.hasEnded()) {
      fail(1, "Unfinished", "the run was left without an end");
    }
  }

  private PinnedTable pinned(TableRef table, DeltaFolder folder) {
    Head head =
        folder
            .head()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "TABLE_MISSING",
                        null,
                        "table " + table + " is missing at " + folder.location(),
                        "run `tidemark apply` first"));
    return new PinnedTable(table, head.tableId(), head.version(), folder.location());
  }

  private OptionalLong recorded(TableRef table, DeltaFolder folder, Optional<Commit> commit) {
    commit.ifPresent(made -> recordWritten(table, folder, made));
    return commit.map(made -> OptionalLong.of(made.version())).orElseGet(OptionalLong::empty);
  }

  private void recordWritten(TableRef table, DeltaFolder folder, Commit commit) {
    recorder.written(
        new RunIoRow(
            id(),
            Direction.WRITE,
            table.toString(),
            folder.location(),
            folder.head().map(Head::tableId).orElse(null),
            commit.version(),
            null,
            commit.rows(),
            commit.bytes(),
            commit.files(),
            null,
            true,
            Capture.API));
  }
}
