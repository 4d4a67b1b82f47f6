package io.tidemark.lineage;

import io.tidemark.lineage.DeltaFolder.Commit;
import io.tidemark.lineage.DeltaFolder.Head;
import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.Trouble;
import io.tidemark.lineage.storage.CommitStateUnknownException;
import java.time.Duration;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaThrowable;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one run's commits: each is tagged with the run and looked up after it was made. */
final class DeltaWriter {

  private static final Logger LOG = LoggerFactory.getLogger(DeltaWriter.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  static final String CONSTRAINT = "delta.constraints.";

  /** How files are written: LZ4_RAW is as small as Snappy, and a fifth faster to read. */
  static final Map<String, String> FILES = Map.of("compression", "lz4_raw");

  private static final String CLOSED = "closed";
  private static final String HAS_ROWS = "DELTA_NEW_CHECK_CONSTRAINT_VIOLATION";
  private static final long POLL_MILLIS = 200;

  private final SparkSession spark;
  private final Registry registry;
  private final String runId;

  DeltaWriter(SparkSession spark, Registry registry, String runId) {
    this.spark = spark;
    this.registry = registry;
    this.runId = runId;
  }

  /** Makes an empty table; false if it is there, or another run made it in the same moment. */
  boolean create(DeltaFolder folder, TableSpec spec) {
    if (folder.head().isPresent()) {
      return false;
    }
    forget(folder);
    try {
      DeltaCreation.commit(DeltaLog.forTable(spark, folder.location()), spec, tag(null));
    } catch (Exception e) {
      if (folder.head().isEmpty()) {
        throw failure(e, folder);
      }
      LOG.debug("{} was made by another run: {}", folder.location(), e.toString());
    }
    return folder.commit(0).map(Commit::run).filter(runId::equals).isPresent();
  }

  /** Adds the columns that a table lacks; another writer's commit meanwhile is no matter. */
  void addColumns(DeltaFolder folder, TableRef table, StructType columns) {
    while (true) {
      forget(folder);
      try {
        DeltaColumns.add(DeltaLog.forTable(spark, folder.location()), table, columns, tag(null));
        return;
      } catch (ConcurrentModificationException e) {
        LOG.debug("{} was written by another run: {}", folder.location(), e.toString());
      } catch (Exception e) {
        throw failure(e, folder);
      }
    }
  }

  /** Whether a table is what a specification asks for. */
  boolean is(Snapshot snapshot, TableSpec spec) {
    Map<String, String> configuration = ScalaInterop.map(snapshot.metadata().configuration());
    return snapshot.schema().catalogString().equals(spec.schema().catalogString())
        && ScalaInterop.list(snapshot.metadata().partitionColumns()).equals(spec.partitionBy())
        && !configuration.containsKey(CONSTRAINT + CLOSED)
        && spec.checks().entrySet().stream()
            .allMatch(c -> c.getValue().equals(configuration.get(CONSTRAINT + c.getKey())));
  }

  /**
   * Lets nobody append to a table any more, those neither who have begun to; false if it has rows.
   */
  boolean close(DeltaFolder folder) {
    String path = folder.location().replace("`", "``");
    while (!isClosed(folder)) {
      forget(folder);
      try {
        spark.sql("ALTER TABLE delta.`" + path + "` ADD CONSTRAINT " + CLOSED + " CHECK (false)");
      } catch (ConcurrentModificationException e) {
        LOG.debug("{} was written by another run: {}", folder.location(), e.toString());
      } catch (Exception e) {
        if (e instanceof DeltaThrowable known && HAS_ROWS.equals(known.getErrorClass())) {
          return false;
        }
        throw failure(e, folder);
      }
    }
    return true;
  }

  private static boolean isClosed(DeltaFolder folder) {
    return folder.head().flatMap(head -> folder.check(head.version(), CLOSED)).isPresent();
  }

  /** Appends rows under an ordinal; empty if another run has taken it. */
  Optional<Commit> append(DeltaFolder folder, TableRef table, Dataset<Row> rows, AppendSpec spec) {
    String application = table.toString();
    try {
      DeltaAppend append =
          new DeltaAppend(DeltaLog.forTable(spark, folder.location()), application);
      if (folder.ordinal(append.after(), application).orElse(0) < spec.seq()) {
        append.commit(rows, spec.seq(), tag(spec.seq()));
      }
    } catch (ConcurrentModificationException e) {
      LOG.debug("{} ordinal {} was taken: {}", table, spec.seq(), e.toString());
    } catch (Exception e) {
      return lookUp(folder, spec.seq(), spec.readVersion(), e);
    }
    // An ordinal that was taken before may have been taken by this run.
    return folder.commitOf(runId, spec.seq(), spec.readVersion());
  }

  /** Replaces what meets a predicate over partitions; empty if another run has written to them. */
  Optional<Commit> replace(DeltaFolder folder, Dataset<Row> rows, String where, long readVersion) {
    forget(folder);
    try {
      rows.write()
          .format("delta")
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", where)
          .option("userMetadata", tag(null))
          .save(folder.location());
    } catch (ConcurrentModificationException e) {
      LOG.debug("{} where {} was taken: {}", folder.location(), where, e.toString());
      return Optional.empty();
    } catch (Exception e) {
      return lookUp(folder, null, readVersion, e);
    }
    return folder.commitOf(runId, null, readVersion);
  }

  /**
   * Arranges the rows of named files anew; empty if another run has removed one of them meanwhile.
   */
  Optional<Commit> rewrite(
      DeltaFolder folder, long version, Set<String> paths, UnaryOperator<Dataset<Row>> arranged) {
    forget(folder);
    try {
      DeltaRewrite.of(DeltaLog.forTable(spark, folder.location()), version, paths)
          .commit(arranged, tag(null));
    } catch (ConcurrentModificationException e) {
      LOG.debug("{} was merged by another run: {}", folder.location(), e.toString());
      return Optional.empty();
    } catch (Exception e) {
      return lookUp(folder, null, version, e);
    }
    return folder.commitOf(runId, null, version);
  }

  // A commit may stand though its writer was told otherwise, or nothing.
  private Optional<Commit> lookUp(
      DeltaFolder folder, @Nullable Long seq, long readVersion, Exception failure) {
    Optional<Commit> made;
    try {
      made = folder.commitOf(runId, seq, readVersion);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      throw failure(failure, folder);
    }
    if (made.isEmpty() && isClosed(folder)) {
      throw Refusal.of(
          "TABLE_REPLACED",
          null,
          "another run is about to replace the table at " + folder.location(),
          "run it again when that has ended");
    }
    if (made.isEmpty() && !CommitStateUnknownException.isCauseOf(failure)) {
      throw failure(failure, folder);
    }
    LOG.warn(
        "{} ordinal {} is {}: {}",
        folder.location(),
        seq,
        made.isPresent() ? "there" : "not there",
        failure.toString());
    return made;
  }

  /** Writes a table that is not registered yet; empty if another run has registered it. */
  Optional<Commit> fresh(DeltaFolder folder, TableRef table, Dataset<Row> rows) {
    Instant patience = Instant.now().plus(LONGEST_WAIT);
    while (true) {
      Optional<Head> head = folder.head();
      String owner = head.flatMap(h -> folder.commit(h.version())).map(Commit::run).orElse(null);
      if (owner != null && !owner.equals(runId) && registry.isRunning(owner)) {
        await(folder, owner, patience);
        continue;
      }
      if (owner != null && !owner.equals(runId)) {
        // It may have died with the table registered in the event log alone.
        registry.endLostRuns();
      }
      if (head.isPresent() && isRegistered(table)) {
        return Optional.empty();
      }
      Optional<Commit> mine = overLeftover(folder, table, rows, head.orElse(null));
      if (mine.isPresent()) {
        return mine;
      }
    }
  }

  private Optional<Commit> overLeftover(
      DeltaFolder folder, TableRef table, Dataset<Row> rows, @Nullable Head leftover) {
    long before = leftover == null ? -1 : leftover.version();
    forget(folder);
    try (RunningTasks tasks = RunningTasks.watch(spark.sparkContext())) {
      SaveMode mode = leftover == null ? SaveMode.ErrorIfExists : SaveMode.Overwrite;
      try {
        rows.write()
            .format("delta")
            .mode(mode)
            .option("txnAppId", table.toString())
            .option("txnVersion", before + 1)
            .option("userMetadata", tag(null))
            .option("overwriteSchema", leftover != null)
            .save(folder.location());
      } catch (Exception e) {
        Optional<Head> now = folder.head();
        if (now.isEmpty() && registry.isAlone(runId)) {
          // Without a commit nothing tells whose the files are; alone, they are this run's.
          tasks.awaitNone();
          folder.delete();
        }
        if (now.isEmpty() || now.get().version() == before) {
          throw failure(e, folder);
        }
        LOG.debug("{} was written by another run: {}", table, e.toString());
      }
    }
    return folder.commitOf(runId, null, before);
  }

  private boolean isRegistered(TableRef table) {
    return registry.trainingSets().stream().anyMatch(row -> row.table().equals(table.toString()));
  }

  private static void await(DeltaFolder folder, String owner, Instant patience) {
    if (Instant.now().isAfter(patience)) {
      throw Refusal.of(
          "TABLE_IN_USE",
          null,
          "run " + owner + " is writing " + folder.location() + " and has not ended",
          "wait for it, or end it, and run this again");
    }
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for run " + owner, e);
    }
  }

  private String tag(@Nullable Long seq) {
    return CanonicalJson.write(
        seq == null ? Map.of("run", runId) : Map.of("run", runId, "seq", seq));
  }

  // Another process may have put another table in the place of the one this session knows.
  private void forget(DeltaFolder folder) {
    DeltaLog.invalidateCache(spark, new Path(folder.location()));
  }

  private static RuntimeException failure(Exception e, DeltaFolder folder) {
    Refusal known = Trouble.refusal(e, folder.location());
    if (known != null) {
      return known;
    }
    return e instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("cannot write " + folder.location(), e);
  }
}
