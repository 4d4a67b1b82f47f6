package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The words of Spark SQL, as far as finding {@code ref('name')} needs them. */
final class SqlWords {
  private final String sql;
  private final List<Word> words = new ArrayList<>();

  private SqlWords(String sql) {
    this.sql = sql;
  }

  private enum Form {
    NAME,
    TEXT,
    OTHER
  }

  private record Word(Form form, String text) {
    boolean is(String symbol) {
      return form == Form.OTHER && text.equals(symbol);
    }
  }

  /**
   * The sources that a query names as {@code ref('name')}, outside of comments and of text, each
   * once.
   */
  static List<String> refs(String sql) {
    List<Word> words = new SqlWords(sql).read();
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i + 3 < words.size(); i++) {
      Word word = words.get(i);
      if (word.form() == Form.NAME
          && word.text().equalsIgnoreCase("ref")
          && (i == 0 || !words.get(i - 1).is("."))
          && words.get(i + 1).is("(")
          && words.get(i + 2).form() == Form.TEXT
          && words.get(i + 3).is(")")) {
        names.add(words.get(i + 2).text());
      }
    }
    return List.copyOf(names);
  }

  private List<Word> read() {
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = endOfLine(at);
      } else if (sql.startsWith("/*", at) && !sql.startsWith("/*+", at)) {
        at = endOfComment(at);
      } else if (c == '\'' || c == '"') {
        at = text(at, false);
      } else if (c == '`') {
        at = quotedName(at);
      } else if (isPartOfName(c)) {
        at = name(at);
      } else {
        words.add(new Word(Form.OTHER, String.valueOf(c)));
        at++;
      }
    }
    return words;
  }

  /** A line that ends in a backslash goes on in the next one. */
  private int endOfLine(int from) {
    int end = from;
    while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
      end += sql.startsWith("\\\n", end) ? 2 : 1;
    }
    return end;
  }

  private int endOfComment(int from) {
    int depth = 0;
    int at = from;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        at += 2;
        if (--depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return at;
  }

  private int text(int from, boolean raw) {
    char quote = sql.charAt(from);
    int end = from + 1;
    while (end < sql.length() && sql.charAt(end) != quote) {
      end += sql.charAt(end) == '\\' && !raw ? 2 : 1;
    }
    words.add(new Word(Form.TEXT, sql.substring(from + 1, Math.min(end, sql.length()))));
    return end + 1;
  }

  private int quotedName(int from) {
    int end = from + 1;
    while (end < sql.length() && (sql.charAt(end) != '`' || sql.startsWith("``", end))) {
      end += sql.charAt(end) == '`' ? 2 : 1;
    }
    words.add(new Word(Form.NAME, sql.substring(from + 1, Math.min(end, sql.length()))));
    return end + 1;
  }

  private int name(int from) {
    int end = from;
    while (end < sql.length() && isPartOfName(sql.charAt(end))) {
      end++;
    }
    String name = sql.substring(from, end);
    if (name.equalsIgnoreCase("r") && end < sql.length() && "'\"".indexOf(sql.charAt(end)) >= 0) {
      return text(end, true);
    }
    words.add(new Word(Form.NAME, name));
    return end;
  }

  private static boolean isPartOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
