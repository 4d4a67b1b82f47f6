package io.tidemark.jobs.cost.usage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;
import org.jspecify.annotations.Nullable;

/** Reads the files of event logs, packed as Spark packs them: by the suffix of their names. */
final class EventLogReader {
  private static final Map<String, String> CODECS =
      Map.of("zstd", "zstd", "zst", "zstd", "lz4", "lz4", "snappy", "snappy", "lzf", "lzf");

  private final Configuration conf;

  EventLogReader(Configuration conf) {
    this.conf = conf;
  }

  /**
   * What became of the reading.
   *
   * @param cut whether a compressed file ended in its middle
   */
  record Reading(LoggedApplication application, boolean cut) {}

  /**
   * Reads a log to its end.
   *
   * @throws IOException if a file cannot be read, or is not packed as its name says
   */
  Reading read(EventLog log) throws IOException {
    LoggedApplication application = new LoggedApplication();
    boolean cut = false;
    for (String part : log.parts()) {
      Path path = new Path(part);
      try (FileBytes file = new FileBytes(path.getFileSystem(conf).open(path))) {
        EventLines lines = new EventLines(unpacked(path.getName(), file), file::isRead);
        while (lines.next()) {
          application.line(lines.buffer(), lines.from(), lines.to());
        }
        cut |= lines.isCut();
      }
    }
    return new Reading(application, cut);
  }

  private static InputStream unpacked(String file, InputStream in) {
    String name = file.replaceFirst("\\.compact$", "").replaceFirst("\\.inprogress$", "");
    @Nullable String codec = CODECS.get(name.substring(name.lastIndexOf('.') + 1));
    if (codec == null) {
      return in;
    }
    CompressionCodec unpacking = CompressionCodec$.MODULE$.createCodec(new SparkConf(false), codec);
    return new Ready(unpacking.compressedContinuousInputStream(in));
  }

  /**
   * Asked for more than is unpacked already, a stream may fail on what follows, and what it has
   * copied by then is lost.
   */
  private static final class Ready extends FilterInputStream {
    private Ready(InputStream unpacked) {
      super(unpacked);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return super.read(into, from, Math.min(length, Math.max(1, super.available())));
    }
  }

  /** The bytes of a file as they are, which knows whether all of them were read. */
  private static final class FileBytes extends FilterInputStream {
    private boolean read;

    private FileBytes(InputStream file) {
      super(file);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      read |= next < 0;
      return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      read |= count < 0;
      return count;
    }

    private boolean isRead() {
      return read;
    }
  }
}
