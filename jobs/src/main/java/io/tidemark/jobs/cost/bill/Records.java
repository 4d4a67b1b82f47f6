package io.tidemark.jobs.cost.bill;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The records of a chunk, in the order of the file. */
interface Records extends Closeable {

  /**
   * Opens a chunk.
   *
   * @param cursor is given each record's values, in the order of the file's columns
   * @throws UnreadableRecordException if the file is another than the one that was looked at
   */
  static Records open(Chunk chunk, BillRecord cursor, LineReader lines, Configuration configuration)
      throws IOException {
    Path path = new Path(chunk.file().path());
    FileSystem fs = path.getFileSystem(configuration);
    requireSame(fs, path, chunk.file());
    return chunk.file().kind() == FileKind.PARQUET
        ? new ParquetRecords(chunk, cursor, lines, configuration)
        : new CsvRecords(chunk, cursor, fs.open(path));
  }

  /**
   * Goes to the next record; false behind the last.
   *
   * @throws UnreadableRecordException if there is one that cannot be read
   */
  boolean next() throws IOException;

  private static void requireSame(FileSystem fs, Path path, BillFile file) throws IOException {
    @Nullable FileStatus now;
    try {
      now = fs.getFileStatus(path);
    } catch (FileNotFoundException e) {
      now = null;
    }
    if (now == null
        || now.getLen() != file.length()
        || now.getModificationTime() != file.modified()) {
      throw new UnreadableRecordException("the file was changed while it was read");
    }
  }
}
