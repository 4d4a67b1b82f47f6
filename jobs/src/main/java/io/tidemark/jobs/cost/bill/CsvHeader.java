package io.tidemark.jobs.cost.bill;

import com.univocity.parsers.csv.CsvParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a CSV file.
 *
 * @param crLf whether it ends in CR LF, as the other records then do
 */
record CsvHeader(FileColumns columns, boolean crLf) {
  private static final int LONGEST = 1 << 20;

  static CsvHeader read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean quoted = false;
    int sign = in.read();
    while (sign >= 0 && (sign != '\n' || quoted)) {
      quoted ^= sign == '"';
      bytes.write(sign);
      if (bytes.size() > LONGEST) {
        throw new UnreadableRecordException("its first line is longer than any header");
      }
      sign = in.read();
    }
    String line = bytes.toString(StandardCharsets.UTF_8);
    boolean crLf = line.endsWith("\r");
    String text = (crLf ? line.substring(0, line.length() - 1) : line).replaceFirst("^\uFEFF", "");
    if (text.isBlank()) {
      throw new UnreadableRecordException("its first line is blank: it has no header");
    }
    @Nullable String[] names = new CsvParser(CsvRecords.settings(LONGEST, false)).parseLine(text);
    if (names == null) {
      throw new UnreadableRecordException("its first line is no header");
    }
    return new CsvHeader(new FileColumns(trimmed(names)), crLf);
  }

  private static List<String> trimmed(@Nullable String[] names) {
    return Arrays.stream(names).map(name -> name == null ? "" : name.strip()).toList();
  }
}
