package io.tidemark.lineage.registry;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Table;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionBuilder;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.tidemark.lineage.storage.CommitStateUnknownException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small Delta table that several processes append to. Every commit takes the next number of one
 * transaction id, so that of two writers who looked at the same version one has to look again.
 */
final class KernelTable {

  private static final Logger LOG = LoggerFactory.getLogger(KernelTable.class);
  private static final int ATTEMPTS = 200;
  private static final int UNCONFIRMED_ATTEMPTS = 3;
  private static final int CREATE_ATTEMPTS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 400;

  // Losers of a race starve: writers of one process take turns.
  private static final Map<String, Lock> TURNS = new ConcurrentHashMap<>();

  private final Engine engine;
  private final String location;
  private final String name;
  private final StructType schema;

  KernelTable(Engine engine, String location, String name, StructType schema) {
    this.engine = engine;
    this.location = location;
    this.name = name;
    this.schema = schema;
  }

  /** What a commit does to the table: rows to add, and whether they replace all others. */
  record Change(List<List<Object>> rows, boolean replace) {
    static final Change NONE = new Change(List.of(), false);

    static Change append(List<List<Object>> rows) {
      return new Change(rows, false);
    }
  }

  String name() {
    return name;
  }

  boolean exists() {
    return KernelSnapshots.newest(engine, location).isPresent();
  }

  /** Makes the table if it is not there. */
  void create(String engineInfo) {
    for (int attempt = 1; !exists(); attempt++) {
      removeEmptyLog();
      try {
        Table.forPath(engine, location)
            .createTransactionBuilder(engine, engineInfo, Operation.CREATE_TABLE)
            .withSchema(engine, schema)
            .build(engine)
            .commit(engine, CloseableIterable.emptyIterable());
      } catch (RuntimeException e) {
        // Another process may have made it in the same moment, or be about to.
        if (attempt == CREATE_ATTEMPTS && !exists()) {
          throw Trouble.refusalOr(e, location);
        }
        pause(attempt);
      }
    }
  }

  // Kernel takes a log folder that a dead process left without a commit for a broken table.
  private void removeEmptyLog() {
    try {
      engine.getFileSystemClient().delete(location + "/_delta_log");
    } catch (IOException e) {
      LOG.debug("{}: {}", name, e.toString());
    }
  }

  /** The newest version. */
  KernelSnapshot newest() {
    return KernelSnapshots.newest(engine, location)
        .map(snapshot -> new KernelSnapshot(engine, snapshot, location))
        .orElseThrow(() -> Trouble.missingTable(name, location));
  }

  /** Adds rows. */
  long append(String engineInfo, List<List<Object>> rows) {
    return commit(engineInfo, at -> Change.append(rows)).orElseThrow();
  }

  /**
   * Decides on the newest version what to change, and does it unless another writer came first;
   * then it decides again. A commit that the storage did not confirm is looked for before another
   * is made, by the files that it adds.
   *
   * @return the version, empty if there was nothing to change
   */
  OptionalLong commit(String engineInfo, Function<KernelSnapshot, Change> decide) {
    Lock turn = TURNS.computeIfAbsent(location, table -> new ReentrantLock(true));
    turn.lock();
    try {
      return commitInTurn(engineInfo, decide);
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), location);
    } catch (RuntimeException e) {
      throw Trouble.refusalOr(e, location);
    } finally {
      turn.unlock();
    }
  }

  private OptionalLong commitInTurn(String engineInfo, Function<KernelSnapshot, Change> decide)
      throws IOException {
    List<List<Object>> written = List.of();
    List<DataFileStatus> files = List.of();
    Set<String> doubtful = new HashSet<>();
    for (int attempt = 1; ; attempt++) {
      KernelSnapshot at = newest();
      if (at.holdsAny(doubtful)) {
        LOG.info("{}: the commit that nobody confirmed is there", name);
        return OptionalLong.of(at.version());
      }
      Change change = decide.apply(at);
      if (change.rows().isEmpty() && !change.replace()) {
        return OptionalLong.empty();
      }
      try {
        TransactionBuilder builder =
            Table.forPath(engine, location)
                .createTransactionBuilder(engine, engineInfo, Operation.WRITE)
                .withTransactionId(engine, name, at.version() + 1);
        Transaction transaction = builder.build(engine);
        Row state = transaction.getTransactionState(engine);
        DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
        if (!written.equals(change.rows())) {
          files = writeFiles(state, context, change.rows());
          written = change.rows();
        }
        List<Row> actions = new ArrayList<>();
        if (change.replace()) {
          actions.addAll(at.removals());
        }
        addAll(
            actions,
            Transaction.generateAppendActions(
                engine, state, Utils.toCloseableIterator(files.iterator()), context));
        TransactionCommitResult result =
            transaction.commit(
                engine,
                CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
        checkpoint(result);
        return OptionalLong.of(result.getVersion());
      } catch (ConcurrentWriteException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.debug("{}: another writer was first, attempt {}", name, attempt);
        pause(attempt);
      } catch (RuntimeException e) {
        if (!CommitStateUnknownException.isCauseOf(e) || attempt >= UNCONFIRMED_ATTEMPTS) {
          throw e;
        }
        LOG.warn("{}: {}; looking whether it is there", name, e.toString());
        files.forEach(file -> doubtful.add(KernelSnapshot.fileName(file.getPath())));
        pause(attempt);
      }
    }
  }

  private List<DataFileStatus> writeFiles(
      Row state, DataWriteContext context, List<List<Object>> rows) throws IOException {
    List<DataFileStatus> files = new ArrayList<>();
    if (rows.isEmpty()) {
      return files;
    }
    ColumnVector[] columns = new ColumnVector[schema.length()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = ListVector.column(schema.at(i).getDataType(), rows, i);
    }
    FilteredColumnarBatch batch =
        new FilteredColumnarBatch(
            new DefaultColumnarBatch(rows.size(), schema, columns), Optional.empty());
    CloseableIterator<FilteredColumnarBatch> physical =
        Transaction.transformLogicalData(
            engine, state, Utils.singletonCloseableIterator(batch), Map.of());
    addAll(
        files,
        engine
            .getParquetHandler()
            // Not the context's directory, which is a URI here: a blank in it would become %20.
            .writeParquetFiles(location, physical, context.getStatisticsColumns()));
    files.replaceAll(file -> ColumnRanges.added(file, schema, rows));
    return files;
  }

  private void checkpoint(TransactionCommitResult result) {
    if (!result.isReadyForCheckpoint()) {
      return;
    }
    try {
      Table.forPath(engine, location).checkpoint(engine, result.getVersion());
    } catch (CheckpointAlreadyExistsException e) {
      LOG.debug("{}: version {} has its checkpoint", name, result.getVersion());
    } catch (IOException | RuntimeException e) {
      // The commit stands; a checkpoint only makes reading faster, and the next one makes up for
      // it.
      LOG.warn("{}: no checkpoint of version {}: {}", name, result.getVersion(), e.toString());
    }
  }

  private static <T> void addAll(List<T> list, CloseableIterator<T> more) throws IOException {
    try (more) {
      more.forEachRemaining(list::add);
    }
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, 10L << Math.min(attempt, 6));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(5, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting to append", e);
    }
  }
}
