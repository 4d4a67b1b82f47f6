package io.tidemark.lineage.storage;

import io.delta.storage.HDFSLogStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * Commits to Delta tables on a local disk, so that of several processes that write one version one
 * wins and the others know.
 *
 * <p>Delta renames a finished file to the commit's name after a look whether that is taken; on a
 * local disk another process can take it in between, and is overwritten without a word. A hard link
 * cannot be made to a name that is taken.
 */
public final class LocalLogStore extends HDFSLogStore {

  public LocalLogStore(Configuration initHadoopConf) {
    super(initHadoopConf);
  }

  /**
   * Writes a file of the log, whole or not at all.
   *
   * @throws FileAlreadyExistsException if it is there and is not to be overwritten
   */
  @Override
  public void write(
      org.apache.hadoop.fs.Path path,
      Iterator<String> actions,
      Boolean overwrite,
      Configuration hadoopConf)
      throws IOException {
    org.apache.hadoop.fs.Path full = path.getFileSystem(hadoopConf).makeQualified(path);
    if (overwrite || !full.toUri().getScheme().equals("file")) {
      FaultSwitch.before("log", full);
      super.write(path, actions, overwrite, hadoopConf);
      FaultSwitch.after("log", full);
      return;
    }
    Path target = Path.of(full.toUri().getPath());
    // The name that Delta gives such files, so that its own cleaning knows them.
    Path unfinished =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (BufferedWriter lines = Files.newBufferedWriter(unfinished)) {
        while (actions.hasNext()) {
          lines.write(actions.next());
          lines.write('\n');
        }
      } catch (NoSuchFileException e) {
        throw missingFolder(target, e);
      }
      FaultSwitch.before("commit", full);
      Files.createLink(target, unfinished);
      FaultSwitch.after("commit", full);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  // Hadoop's exception: Delta knows no other.
  private static IOException missingFolder(Path target, NoSuchFileException e) {
    IOException missing = new java.io.FileNotFoundException("no folder " + target.getParent());
    missing.initCause(e);
    return missing;
  }
}
