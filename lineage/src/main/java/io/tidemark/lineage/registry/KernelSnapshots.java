package io.tidemark.lineage.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.delta.kernel.Table;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Versions of a Delta table, read without Spark. */
public final class KernelSnapshots {

  private static final String COMMIT_OR_CHECKPOINT = ".*/\\d{20}\\..*(json|parquet)";

  private KernelSnapshots() {}

  /**
   * Empty if there is no table. A log folder without a commit is none: its writer is about to write
   * the first one, or died before it did.
   */
  public static Optional<SnapshotImpl> newest(Engine engine, String location) {
    try {
      return Optional.of((SnapshotImpl) Table.forPath(engine, location).getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      if (!hasCommits(engine, location)) {
        return Optional.empty();
      }
      throw unreadable(e, location);
    }
  }

  /** A version that a run has pinned before; as it was then. */
  public static SnapshotImpl at(Engine engine, String location, long version) {
    try {
      return (SnapshotImpl) Table.forPath(engine, location).getSnapshotAsOfVersion(engine, version);
    } catch (RuntimeException e) {
      throw unreadable(e, location);
    }
  }

  /** A log that is cut off shows as JSON that is none. */
  private static RuntimeException unreadable(RuntimeException failure, String location) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof JsonProcessingException) {
        Problem problem = Trouble.damaged(location, "a commit or checkpoint is cut off or no JSON");
        return new Refusal(2, List.of(problem), failure);
      }
    }
    return Trouble.refusalOr(failure, location);
  }

  private static boolean hasCommits(Engine engine, String location) {
    // Kernel lists from a file name on.
    String first = location + "/_delta_log/" + "0".repeat(20);
    try (CloseableIterator<FileStatus> files = engine.getFileSystemClient().listFrom(first)) {
      while (files.hasNext()) {
        if (files.next().getPath().matches(COMMIT_OR_CHECKPOINT)) {
          return true;
        }
      }
      return false;
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), location);
    }
  }
}
