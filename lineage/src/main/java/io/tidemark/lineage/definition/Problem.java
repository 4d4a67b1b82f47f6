package io.tidemark.lineage.definition;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, said to the user.
 *
 * @param code what kind of problem, {@code UPPER_SNAKE}
 * @param object the definition it is about, as {@code Kind/name@N}
 * @param file relative to the project with {@code /}; a data file as it was declared
 * @param line from 1; 0 if there is none
 * @param message what is wrong and what is so now
 * @param fix what to do about it
 */
public record Problem(
    Severity severity,
    String code,
    @Nullable String object,
    @Nullable String file,
    int line,
    String message,
    @Nullable String fix) {

  /** An error that has no place in a file. */
  public static Problem error(
      String code, @Nullable String object, String message, @Nullable String fix) {
    return error(code, object, null, 0, message, fix);
  }

  /** An error at a line of a file. */
  public static Problem error(
      String code,
      @Nullable String object,
      @Nullable String file,
      int line,
      String message,
      @Nullable String fix) {
    return new Problem(Severity.ERROR, code, object, file, line, message, fix);
  }

  /** A warning that has no place in a file. */
  public static Problem warn(
      String code, @Nullable String object, String message, @Nullable String fix) {
    return warn(code, object, null, 0, message, fix);
  }

  /** A warning at a line of a file. */
  public static Problem warn(
      String code,
      @Nullable String object,
      @Nullable String file,
      int line,
      String message,
      @Nullable String fix) {
    return new Problem(Severity.WARN, code, object, file, line, message, fix);
  }

  /** True if it refuses the work. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The one line that a terminal shows: {@code FILE:LINE: error: message; fix}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (file != null) {
      text.append(file).append(':');
      if (line > 0) {
        text.append(line).append(':');
      }
      text.append(' ');
    }
    text.append(severity.word()).append(": ").append(message);
    if (fix != null) {
      text.append("; ").append(fix);
    }
    return text.toString();
  }
}
