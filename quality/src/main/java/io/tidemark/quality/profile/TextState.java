package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A STRING or BINARY column. */
final class TextState extends ColumnState {

  /** Of a longer text only so many bytes are kept; its count and its hash are of all of it. */
  static final int MOST_BYTES = 512;

  private final boolean text;
  private final KeyCounts keys;
  private long count;
  private long shortest = Long.MAX_VALUE;
  private long longest = Long.MIN_VALUE;
  private long lengths;

  /**
   * No values yet.
   *
   * @param text whether it is text; else bytes, of which only the number is counted
   */
  TextState(boolean text) {
    this.text = text;
    this.keys = new KeyCounts(text);
  }

  @Override
  void value(InternalRow row, int column) {
    if (text) {
      value(row.getUTF8String(column));
    } else {
      keys.add(TextHash.of(row.getBinary(column)));
    }
  }

  @Override
  void value(ColumnVector column, int row) {
    if (text) {
      value(column.getUTF8String(row));
    } else {
      keys.add(TextHash.of(column.getBinary(row)));
    }
  }

  private void value(UTF8String value) {
    int length = value.numChars();
    count++;
    lengths += length;
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    if (keys.add(TextHash.of(value))) {
      keys.name(start(value));
    }
  }

  /** A copy: the bytes themselves are Spark's to use again. */
  private static byte[] start(UTF8String value) {
    // One more byte than is shown tells that it is cut.
    byte[] bytes = new byte[Math.min(value.numBytes(), MOST_BYTES + 1)];
    Platform.copyMemory(
        value.getBaseObject(),
        value.getBaseOffset(),
        bytes,
        Platform.BYTE_ARRAY_OFFSET,
        bytes.length);
    return bytes;
  }

  private static String shown(byte[] bytes) {
    if (bytes.length <= MOST_BYTES) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    int end = MOST_BYTES;
    // Back to where a character begins.
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
  }

  @Override
  void flush() {}

  @Override
  void mergeValues(ColumnState state) {
    TextState other = (TextState) state;
    keys.merge(other.keys);
    count += other.count;
    lengths += other.lengths;
    shortest = Math.min(shortest, other.shortest);
    longest = Math.max(longest, other.longest);
  }

  @Override
  ColumnProfile profile(Head head) {
    return new ColumnProfile(
        head.name(),
        head.type(),
        head.rows(),
        head.nulls(),
        null,
        lengths(),
        text
            ? Frequent.values(keys, head, (key, name) -> shown(name))
            : Frequent.nameless(keys, head),
        null,
        null);
  }

  private ColumnProfile.@Nullable Lengths lengths() {
    return count == 0
        ? null
        : new ColumnProfile.Lengths(shortest, longest, (double) lengths / count);
  }

  @Override
  void writeValues(DataOutput out) throws IOException {
    keys.write(out);
    out.writeLong(count);
    out.writeLong(lengths);
    out.writeLong(shortest);
    out.writeLong(longest);
  }

  @Override
  void readValues(DataInput in) throws IOException {
    keys.read(in);
    count = in.readLong();
    lengths = in.readLong();
    shortest = in.readLong();
    longest = in.readLong();
  }
}
