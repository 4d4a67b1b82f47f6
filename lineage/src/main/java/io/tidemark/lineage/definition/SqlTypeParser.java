package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A recursive descent over Spark's type syntax. */
final class SqlTypeParser {
  static final Map<String, String> SIMPLE =
      Map.ofEntries(
          Map.entry("BOOLEAN", "BOOLEAN"),
          Map.entry("TINYINT", "TINYINT"),
          Map.entry("BYTE", "TINYINT"),
          Map.entry("SMALLINT", "SMALLINT"),
          Map.entry("SHORT", "SMALLINT"),
          Map.entry("INT", "INT"),
          Map.entry("INTEGER", "INT"),
          Map.entry("BIGINT", "BIGINT"),
          Map.entry("LONG", "BIGINT"),
          Map.entry("FLOAT", "FLOAT"),
          Map.entry("REAL", "FLOAT"),
          Map.entry("DOUBLE", "DOUBLE"),
          Map.entry("DATE", "DATE"),
          Map.entry("TIMESTAMP", "TIMESTAMP"),
          Map.entry("TIMESTAMP_LTZ", "TIMESTAMP"),
          Map.entry("TIMESTAMP_NTZ", "TIMESTAMP_NTZ"),
          Map.entry("STRING", "STRING"),
          Map.entry("BINARY", "BINARY"));

  private final String text;
  private int at;

  SqlTypeParser(String text) {
    this.text = text;
  }

  SqlType parse() {
    String ddl = type();
    skip();
    if (at != text.length()) {
      throw bad();
    }
    return new SqlType(ddl);
  }

  private String type() {
    String name = word().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "DECIMAL", "DEC", "NUMERIC" -> decimal();
      case "ARRAY" -> {
        expect('<');
        String element = type();
        expect('>');
        yield "ARRAY<" + element + ">";
      }
      case "MAP" -> {
        expect('<');
        String key = type();
        expect(',');
        String value = type();
        expect('>');
        yield "MAP<" + key + ", " + value + ">";
      }
      case "STRUCT" -> struct();
      default -> {
        String simple = SIMPLE.get(name);
        if (simple == null) {
          throw bad();
        }
        yield simple;
      }
    };
  }

  private String decimal() {
    if (!next('(')) {
      return "DECIMAL(10,0)";
    }
    int precision = number();
    int scale = next(',') ? number() : 0;
    expect(')');
    if (precision < 1 || precision > 38 || scale > precision) {
      throw bad();
    }
    return "DECIMAL(" + precision + "," + scale + ")";
  }

  private String struct() {
    expect('<');
    List<String> fields = new ArrayList<>();
    if (!next('>')) {
      do {
        String name = fieldName();
        next(':');
        fields.add(name + ": " + type());
      } while (next(','));
      expect('>');
    }
    return "STRUCT<" + String.join(", ", fields) + ">";
  }

  private String fieldName() {
    skip();
    if (at < text.length() && text.charAt(at) == '`') {
      int end = text.indexOf('`', at + 1);
      if (end < 0) {
        throw bad();
      }
      String name = text.substring(at + 1, end);
      at = end + 1;
      return name.matches("[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name + "`";
    }
    return word();
  }

  private int number() {
    skip();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 4) {
      throw bad();
    }
    return Integer.parseInt(text.substring(start, at));
  }

  private String word() {
    skip();
    int start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (at == start) {
      throw bad();
    }
    return text.substring(start, at);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private void expect(char c) {
    if (!next(c)) {
      throw bad();
    }
  }

  private boolean next(char c) {
    skip();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException bad() {
    return new IllegalArgumentException("'" + text + "' is not a Spark SQL type");
  }
}
