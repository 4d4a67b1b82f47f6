package io.tidemark.jobs.cost.bill;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/**
 * Looks at a file once from end to end: what its bytes add to the bill's hash, what it is, its
 * columns, and where it can be cut so that tasks can share it.
 */
final class FileScan {
  /** About the size of a chunk; a part of a text is cut at the next end of a record. */
  static final long CHUNK_BYTES = 48L << 20;

  private static final int BUFFER = 1 << 20;

  private final Configuration configuration;
  private final MessageDigest digest;
  private final long chunkBytes;

  /**
   * @param digest is fed with the bytes of each file
   */
  FileScan(Configuration configuration, MessageDigest digest, long chunkBytes) {
    this.configuration = configuration;
    this.digest = digest;
    this.chunkBytes = chunkBytes;
  }

  /**
   * Looks at a file.
   *
   * @throws UnreadableRecordException if it is no bill's file, or only a part of one
   */
  BillFile scan(Path path) throws IOException {
    FileSystem fs = path.getFileSystem(configuration);
    FileStatus status = fs.getFileStatus(path);
    List<Long> starts;
    FileKind kind;
    try (InputStream in = fs.open(path)) {
      byte[] buffer = new byte[BUFFER];
      int read = in.readNBytes(buffer, 0, BUFFER);
      if (read == 0) {
        throw new UnreadableRecordException("it is empty: it has not even a header");
      }
      kind = kind(buffer, read);
      starts = kind == FileKind.CSV ? cuts(in, buffer, read) : hashed(in, buffer, read);
    }
    if (kind == FileKind.PARQUET) {
      return new BillFile(
          path.toString(),
          kind,
          status.getLen(),
          status.getModificationTime(),
          parquetColumns(path),
          parts(status.getLen()),
          false);
    }
    CsvHeader header = header(fs, path, kind);
    return new BillFile(
        path.toString(),
        kind,
        status.getLen(),
        status.getModificationTime(),
        header.columns(),
        starts,
        header.crLf());
  }

  private static FileKind kind(byte[] head, int length) {
    if (starts(head, length, 'P', 'A', 'R', '1')) {
      return FileKind.PARQUET;
    }
    if (starts(head, length, 0x1f, 0x8b)) {
      return FileKind.GZIP_CSV;
    }
    if (starts(head, length, 'P', 'K', 3, 4)) {
      throw new UnreadableRecordException("it is a ZIP archive; unpack it, or deliver GZIP");
    }
    if (starts(head, length, 0xff, 0xfe) || starts(head, length, 0xfe, 0xff)) {
      throw new UnreadableRecordException("it is UTF-16 text; write it as UTF-8");
    }
    return FileKind.CSV;
  }

  private static boolean starts(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private List<Long> hashed(InputStream in, byte[] buffer, int first) throws IOException {
    for (int read = first; read > 0; read = in.readNBytes(buffer, 0, buffer.length)) {
      digest.update(buffer, 0, read);
    }
    return List.of(0L);
  }

  // A line ends a record where all quotes before it are closed: inside of quotes one is doubled.
  private List<Long> cuts(InputStream in, byte[] buffer, int first) throws IOException {
    List<Long> starts = new ArrayList<>(List.of(0L));
    boolean quoted = false;
    long at = 0;
    long next = chunkBytes;
    for (int read = first; read > 0; read = in.readNBytes(buffer, 0, buffer.length)) {
      digest.update(buffer, 0, read);
      for (int i = 0; i < read; i++) {
        byte sign = buffer[i];
        if (sign == '"') {
          quoted = !quoted;
        } else if (sign == '\n' && !quoted && at + i >= next) {
          starts.add(at + i + 1);
          next = at + i + chunkBytes;
        }
      }
      at += read;
    }
    if (quoted) {
      throw new UnreadableRecordException(
          "a quote is opened and never closed, or the file is only a part");
    }
    if (starts.size() > 1 && starts.get(starts.size() - 1) == at) {
      starts.remove(starts.size() - 1);
    }
    return starts;
  }

  private List<Long> parts(long length) {
    List<Long> starts = new ArrayList<>();
    for (long start = 0; start < length; start += chunkBytes) {
      starts.add(start);
    }
    return starts;
  }

  private static CsvHeader header(FileSystem fs, Path path, FileKind kind) throws IOException {
    try (InputStream in = CsvRecords.text(fs.open(path), kind)) {
      return CsvHeader.read(in);
    } catch (EOFException e) {
      throw new UnreadableRecordException("it ends in the middle: it is only a part");
    } catch (ZipException e) {
      throw new UnreadableRecordException("the compressed data is damaged");
    }
  }

  private FileColumns parquetColumns(Path path) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration))) {
      return new FileColumns(
          reader.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList());
    } catch (RuntimeException e) {
      // A torn or foreign file; the library tells so without a type of its own.
      throw new UnreadableRecordException("it is no Parquet file, or only a part of one");
    }
  }
}
