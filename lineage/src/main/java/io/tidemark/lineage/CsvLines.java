package io.tidemark.lineage;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Counts lines of CSV files with a quote that is opened and not closed, and lines with bytes that
 * are no UTF-8.
 */
final class CsvLines implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A line, and the file that it is in. */
  record Example(String file, String line) implements Serializable {
    private static final Comparator<Example> ORDER =
        Comparator.comparing(Example::file).thenComparing(Example::line);
  }

  /** How many lines have a fault, and the first of them in the order of files and text. */
  record Fault(long lines, @Nullable Example first) implements Serializable {
    static final Fault NONE = new Fault(0, null);

    Fault and(Fault other) {
      Example least =
          first == null || (other.first != null && Example.ORDER.compare(other.first, first) < 0)
              ? other.first
              : first;
      return new Fault(lines + other.lines, least);
    }
  }

  private final byte @Nullable [] quote;
  private final boolean utf8;
  private Fault open = Fault.NONE;
  private Fault garbled = Fault.NONE;

  /**
   * @param quote the character of which a line has an even number; null if quotes are free
   * @param utf8 whether every line is to be UTF-8
   */
  CsvLines(@Nullable String quote, boolean utf8) {
    this.quote = quote == null ? null : quote.getBytes(StandardCharsets.UTF_8);
    this.utf8 = utf8;
  }

  Fault open() {
    return open;
  }

  Fault garbled() {
    return garbled;
  }

  /** Adds a file's lines. */
  void addAll(String file, InputStream content) throws IOException {
    LineReader reader = new LineReader(content);
    Text line = new Text();
    while (reader.readLine(line) > 0) {
      add(() -> file, line.getBytes(), line.getLength());
    }
  }

  /** Adds the lines of many files, counted where they are. */
  void addAll(SparkSession spark, List<String> paths) {
    CsvLines counted = this; // each task has a copy
    FlatMapFunction<Iterator<InternalRow>, CsvLines> count =
        rows -> {
          while (rows.hasNext()) {
            InternalRow row = rows.next();
            byte[] line = row.getUTF8String(1).getBytes();
            counted.add(() -> row.getUTF8String(0).toString(), line, line.length);
          }
          return List.of(counted).iterator();
        };
    for (CsvLines part :
        spark
            .read()
            .format("text")
            .load(paths.toArray(String[]::new))
            .select("_metadata.file_path", "value")
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(count)
            .collect()) { // one a partition, with two lines at most
      open = open.and(part.open);
      garbled = garbled.and(part.garbled);
    }
  }

  private void add(Supplier<String> file, byte[] line, int length) {
    if (quote != null && quotes(line, length, quote) % 2 == 1) {
      open = open.and(fault(file, line, length));
    }
    if (utf8 && !isUtf8(line, length)) {
      garbled = garbled.and(fault(file, line, length));
    }
  }

  private static Fault fault(Supplier<String> file, byte[] line, int length) {
    return new Fault(
        1, new Example(file.get(), new String(line, 0, length, StandardCharsets.UTF_8)));
  }

  private static int quotes(byte[] line, int length, byte[] quote) {
    int found = 0;
    for (int i = 0; i + quote.length <= length; i++) {
      int same = 0;
      while (same < quote.length && line[i + same] == quote[same]) {
        same++;
      }
      found += same == quote.length ? 1 : 0;
    }
    return found;
  }

  private static boolean isUtf8(byte[] line, int length) {
    int ascii = 0;
    while (ascii < length && line[ascii] >= 0) {
      ascii++;
    }
    if (ascii == length) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, ascii, length - ascii));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
