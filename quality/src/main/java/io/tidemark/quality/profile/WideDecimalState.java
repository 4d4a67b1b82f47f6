package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** A DECIMAL column whose values do not fit a long. */
final class WideDecimalState extends ColumnState {
  private final int precision;
  private final int scale;
  private final NumberSums numbers = new NumberSums();
  private final KeyCounts keys = new KeyCounts(true);
  private final double[] block = new double[BLOCK];
  private int filled;
  private @Nullable BigDecimal least;
  private @Nullable BigDecimal greatest;

  WideDecimalState(DecimalType type) {
    this.precision = type.precision();
    this.scale = type.scale();
  }

  @Override
  void value(InternalRow row, int column) {
    value(row.getDecimal(column, precision, scale).toJavaBigDecimal());
  }

  @Override
  void value(ColumnVector column, int row) {
    value(column.getDecimal(row, precision, scale).toJavaBigDecimal());
  }

  private void value(BigDecimal value) {
    extend(value, value);
    if (keys.add(TextHash.of(value.unscaledValue().toByteArray()))) {
      keys.name(value.toPlainString().getBytes(StandardCharsets.US_ASCII));
    }
    block[filled++] = value.doubleValue();
    if (filled == BLOCK) {
      flush();
    }
  }

  private void extend(BigDecimal low, BigDecimal high) {
    least = least == null || low.compareTo(least) < 0 ? low : least;
    greatest = greatest == null || high.compareTo(greatest) > 0 ? high : greatest;
  }

  @Override
  void flush() {
    numbers.add(block, filled);
    filled = 0;
  }

  @Override
  void mergeValues(ColumnState state) {
    WideDecimalState other = (WideDecimalState) state;
    numbers.merge(other.numbers);
    keys.merge(other.keys);
    if (other.least != null && other.greatest != null) {
      extend(other.least, other.greatest);
    }
  }

  @Override
  ColumnProfile profile(Head head) {
    return new ColumnProfile(
        head.name(),
        head.type(),
        head.rows(),
        head.nulls(),
        numbers.profile(),
        null,
        Frequent.values(keys, head, (key, name) -> new String(name, StandardCharsets.US_ASCII)),
        least == null ? null : least.toPlainString(),
        greatest == null ? null : greatest.toPlainString());
  }

  @Override
  void writeValues(DataOutput out) throws IOException {
    numbers.write(out);
    keys.write(out);
    Blobs.write(out, bytes(least));
    Blobs.write(out, bytes(greatest));
  }

  @Override
  void readValues(DataInput in) throws IOException {
    numbers.read(in);
    keys.read(in);
    least = decimal(Blobs.read(in));
    greatest = decimal(Blobs.read(in));
  }

  private static byte[] bytes(@Nullable BigDecimal value) {
    return value == null ? new byte[0] : value.unscaledValue().toByteArray();
  }

  private @Nullable BigDecimal decimal(byte[] bytes) {
    return bytes.length == 0 ? null : new BigDecimal(new BigInteger(bytes), scale);
  }
}
