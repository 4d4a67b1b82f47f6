package io.tidemark.jobs.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with LF; NULL is an empty field, the empty text is {@code ""}. */
public final class CsvWriter {

  private final Appendable out;

  public CsvWriter(Appendable out) {
    this.out = out;
  }

  /** Writes one line. */
  public void line(List<? extends @Nullable String> fields) {
    try {
      for (int i = 0; i < fields.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        String field = fields.get(i);
        if (field != null) {
          append(field);
        }
      }
      out.append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String field) throws IOException {
    if (!field.isEmpty() && field.chars().noneMatch(CsvWriter::special)) {
      out.append(field);
      return;
    }
    out.append('"').append(field.replace("\"", "\"\"")).append('"');
  }

  private static boolean special(int c) {
    return c == ',' || c == '"' || c == '\n' || c == '\r';
  }
}
