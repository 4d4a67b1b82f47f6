package io.tidemark.submit.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one check saw.
 *
 * @param detail what is so now
 * @param fix what to do about it, null where nothing is to be done
 */
record Finding(String check, Level level, String detail, @Nullable String fix) {

  /** How a check ended. */
  enum Level {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String check, String detail) {
    return new Finding(check, Level.OK, detail, null);
  }

  static Finding warn(String check, String detail, String fix) {
    return new Finding(check, Level.WARN, detail, fix);
  }

  static Finding fail(String check, String detail, String fix) {
    return new Finding(check, Level.FAIL, detail, fix);
  }

  /** A row of the results. */
  Map<String, Object> row() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("check", check);
    row.put("status", level.name().toLowerCase(Locale.ROOT));
    row.put("detail", detail);
    row.put("fix", fix);
    return row;
  }
}
