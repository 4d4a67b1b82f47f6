package io.tidemark.jobs.cost.bill;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Records of a CSV file: RFC 4180, UTF-8, quoted values may span lines. */
final class CsvRecords implements Records {
  private static final int LONGEST_VALUE = 4 << 20;
  private static final int BUFFER = 1 << 16;

  private final BillRecord cursor;
  private final int columns;
  private final CsvParser parser;

  CsvRecords(Chunk chunk, BillRecord cursor, FSDataInputStream in) throws IOException {
    this.cursor = cursor;
    this.columns = chunk.file().columns().names().size();
    this.parser = new CsvParser(settings(columns, chunk.file().crLf()));
    in.seek(chunk.start());
    InputStream bytes =
        chunk.file().kind() == FileKind.CSV
            ? new Part(in, chunk.end() - chunk.start())
            : text(in, chunk.file().kind());
    try {
      // It reads its first buffer at once, and with it all that may be wrong with a small file.
      parser.beginParsing(
          new InputStreamReader(
              bytes,
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT)));
    } catch (RuntimeException e) {
      in.close();
      throw trouble(e);
    }
    if (chunk.first()) {
      parsed();
    }
  }

  @Override
  public boolean next() {
    @Nullable String[] values = parsed();
    if (values == null) {
      return false;
    }
    if (values.length != columns) {
      throw new UnreadableRecordException(
          "it has %d values, and the header %d".formatted(values.length, columns));
    }
    cursor.values(values);
    return true;
  }

  @Override
  public void close() {
    parser.stopParsing();
  }

  private @Nullable String @Nullable [] parsed() {
    try {
      return parser.parseNext();
    } catch (RuntimeException e) {
      throw trouble(e);
    }
  }

  // The parser wraps what its input throws, and says whole records in its own messages.
  private static RuntimeException trouble(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return new UnreadableRecordException("the file ends in the middle: it is only a part");
      }
      if (cause instanceof ZipException) {
        return new UnreadableRecordException("the compressed data is damaged");
      }
      if (cause instanceof CharacterCodingException) {
        return new UnreadableRecordException("it is no UTF-8 text");
      }
      if (cause instanceof IOException unreachable) {
        return new UncheckedIOException(unreachable);
      }
    }
    return e instanceof TextParsingException
        ? new UnreadableRecordException(
            "it cannot be split into values: a quote in the wrong place, a value of over %d"
                    .formatted(LONGEST_VALUE)
                + " characters, or more values than columns")
        : e;
  }

  /** The text of a file, unpacked. */
  static InputStream text(InputStream in, FileKind kind) throws IOException {
    return kind == FileKind.GZIP_CSV ? new GZIPInputStream(in, BUFFER) : in;
  }

  static CsvParserSettings settings(int columns, boolean crLf) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setQuote('"');
    settings.getFormat().setQuoteEscape('"');
    settings.setCommentProcessingEnabled(false);
    settings.getFormat().setLineSeparator(crLf ? "\r\n" : "\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxCharsPerColumn(LONGEST_VALUE);
    settings.setMaxColumns(columns + 1);
    return settings;
  }

  /** The next bytes of a stream, and no more. */
  private static final class Part extends InputStream {
    private final InputStream in;
    private long left;

    Part(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
