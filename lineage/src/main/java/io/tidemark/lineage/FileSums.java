package io.tidemark.lineage;

import io.tidemark.lineage.definition.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Reads files whole, in tasks, and says what their bytes are. */
final class FileSums implements Function<String, FileSum> {

  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 1 << 16;

  private final String folder;
  private final Broadcast<SerializableConfiguration> configuration;

  /**
   * @param folder that the paths are relative to
   */
  FileSums(String folder, Broadcast<SerializableConfiguration> configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  @Override
  public FileSum call(String relative) {
    MessageDigest digest = Sha256.digest();
    long bytes = 0;
    try (InputStream in = open(new Path(folder, relative))) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
      return new FileSum(relative, bytes, Sha256.hex(digest), null);
    } catch (FileNotFoundException e) {
      return new FileSum(relative, 0, null, FileSum.MISSING);
    } catch (IOException e) {
      return new FileSum(relative, 0, null, "cannot be read: " + e.getMessage());
    }
  }

  private InputStream open(Path path) throws IOException {
    FileSystem fs = path.getFileSystem(configuration.value().value());
    // Not by the checksums that Hadoop keeps beside local files: they would hide what the bytes
    // are.
    return (fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs).open(path);
  }
}
