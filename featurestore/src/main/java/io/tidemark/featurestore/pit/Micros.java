package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;

/** Arithmetic on timestamps as microseconds that can't overflow, in ANSI mode or not. */
final class Micros {
  private Micros() {}

  /** A column by its exact name, whatever characters it has. */
  static Column named(String name) {
    return col('`' + name.replace("`", "``") + '`');
  }

  static Column of(Column timestamp) {
    return unix_micros(timestamp);
  }

  /** The last microsecond that is not after the instant, within the range of a TIMESTAMP. */
  static long of(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    } catch (ArithmeticException tooFar) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** The duration rounded down, empty if it is longer than any two timestamps are apart. */
  static OptionalLong of(Duration duration) {
    try {
      return OptionalLong.of(
          Math.addExact(
              Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000));
    } catch (ArithmeticException tooLong) {
      return OptionalLong.empty();
    }
  }

  /** Whether {@code micros + add} is a timestamp; {@code add} is not negative. */
  static Column canAdd(Column micros, long add) {
    return micros.leq(lit(Long.MAX_VALUE - add));
  }

  /** {@code micros - subtract}, or the first timestamp if that is earlier. */
  static Column minus(Column micros, long subtract) {
    return greatest(micros, lit(Long.MIN_VALUE + subtract)).minus(lit(subtract));
  }
}
