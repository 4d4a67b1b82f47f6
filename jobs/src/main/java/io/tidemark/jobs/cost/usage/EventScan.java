package io.tidemark.jobs.cost.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One look over the bytes of a line, without parsing it: whether it is a whole JSON object, which
 * event it tells of, and the last time that it names. Most lines of a log need no more.
 */
final class EventScan {
  private static final byte[] EVENT = key("Event");
  private static final byte[][] TIMES = {
    key("Timestamp"),
    key("time"),
    key("Launch Time"),
    key("Finish Time"),
    key("Submission Time"),
    key("Completion Time")
  };
  private static final int MOST_DIGITS = 15;

  private byte[] line = {};
  private int end;
  private int keyFrom;
  private int keyTo;
  private @Nullable String event;
  private long time;

  /** Looks at a line; false if it is cut, or no object, or one without {@code Event}. */
  boolean scan(byte[] buffer, int from, int to) {
    line = buffer;
    end = to;
    event = null;
    time = 0;
    int depth = 0;
    for (int i = from; i < to; i++) {
      switch (buffer[i]) {
        case '"' -> {
          int close = closing(i + 1);
          if (close < 0) {
            return false;
          }
          keyFrom = i + 1;
          keyTo = close;
          i = close;
        }
        case ':' -> value(i + 1, depth);
        case '{', '[' -> depth++;
        case '}', ']' -> {
          depth--;
          if (depth <= 0) {
            return depth == 0 && event != null && isBlank(i + 1);
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /** The value of {@code Event}. */
  String event() {
    if (event == null) {
      throw new IllegalStateException("no whole event was scanned");
    }
    return event;
  }

  /** The last time in the line, in milliseconds since 1970; 0 if there is none. */
  long time() {
    return time;
  }

  private int closing(int start) {
    for (int i = start; i < end; i++) {
      if (line[i] == '\\') {
        i++;
      } else if (line[i] == '"') {
        return i;
      }
    }
    return -1;
  }

  private void value(int start, int depth) {
    int i = start;
    while (i < end && line[i] == ' ') {
      i++;
    }
    if (i == end) {
      return;
    }
    if (isDigit(line[i])) {
      if (isTime()) {
        time = Math.max(time, number(i));
      }
    } else if (depth == 1 && event == null && line[i] == '"' && isKey(EVENT)) {
      int close = closing(i + 1);
      if (close > 0) {
        event = new String(line, i + 1, close - i - 1, StandardCharsets.UTF_8);
      }
    }
  }

  private boolean isTime() {
    for (byte[] key : TIMES) {
      if (isKey(key)) {
        return true;
      }
    }
    return false;
  }

  private boolean isKey(byte[] key) {
    return keyTo - keyFrom == key.length && Arrays.equals(line, keyFrom, keyTo, key, 0, key.length);
  }

  private long number(int start) {
    long number = 0;
    int i = start;
    for (; i < end && isDigit(line[i]); i++) {
      if (i - start == MOST_DIGITS) {
        return 0;
      }
      number = 10 * number + line[i] - '0';
    }
    return number;
  }

  private boolean isBlank(int start) {
    for (int i = start; i < end; i++) {
      if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
