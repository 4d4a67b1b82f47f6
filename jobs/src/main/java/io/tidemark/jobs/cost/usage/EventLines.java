package io.tidemark.jobs.cost.usage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The lines of a log as bytes, in a buffer that is used again for the next: memory does not grow
 * with the log. A line of more than {@link #LONGEST} is left out; only plans of queries are so
 * long, and no event that is needed.
 */
final class EventLines {
  static final int LONGEST = 16 << 20;
  private static final int CHUNK = 1 << 18;

  private final InputStream in;
  private final BooleanSupplier fileRead;
  private byte[] buffer = new byte[2 * CHUNK];
  private int from;
  private int to;
  private int filled;
  private boolean over;
  private boolean cut;

  /**
   * @param in what is unpacked of a file
   * @param fileRead whether all of the file has been read: what is packed may then lack its end
   */
  EventLines(InputStream in, BooleanSupplier fileRead) {
    this.in = in;
    this.fileRead = fileRead;
  }

  /** Goes to the next line; false if there is none. */
  boolean next() throws IOException {
    from = Math.min(to + 1, filled);
    int seen = from;
    boolean tooLong = false;
    while (true) {
      int end = newline(seen);
      if (end >= 0 || over) {
        to = end >= 0 ? end : filled;
        if (!tooLong) {
          return from < filled;
        }
        if (end < 0) {
          return false;
        }
        tooLong = false;
        from = end + 1;
        seen = from;
        continue;
      }
      if (filled - from > LONGEST) {
        tooLong = true;
        filled = from;
      }
      seen = fill();
    }
  }

  /** The buffer in which the line is. */
  byte[] buffer() {
    return buffer;
  }

  /** Where in the buffer the line begins. */
  int from() {
    return from;
  }

  /** Where in the buffer the line ends, without its line break. */
  int to() {
    return to;
  }

  /** Whether the stream ended in its middle; known after the last line. */
  boolean isCut() {
    return cut;
  }

  private int newline(int start) {
    for (int i = start; i < filled; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Reads on; returns where the new bytes begin. */
  private int fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, filled - from);
    filled -= from;
    from = 0;
    if (buffer.length - filled < CHUNK) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int before = filled;
    int read = read();
    over = read < 0;
    filled += Math.max(0, read);
    return before;
  }

  private int read() throws IOException {
    try {
      return in.read(buffer, filled, buffer.length - filled);
    } catch (IOException e) {
      if (!fileRead.getAsBoolean()) {
        throw e;
      }
      // A packed log that its writer could not finish; what came before holds.
      cut = true;
      return -1;
    }
  }
}
