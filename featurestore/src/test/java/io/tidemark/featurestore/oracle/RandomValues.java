package io.tidemark.featurestore.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of each type, few of each so that they meet, and the awkward ones among them. */
final class RandomValues {
  static final List<String> KEY_TYPES =
      List.of("INT", "BIGINT", "STRING", "DATE", "DECIMAL(10,2)", "DECIMAL(20,0)");
  static final List<String> ORDER_TYPES = List.of("INT", "STRING", "DOUBLE", "BOOLEAN");

  private RandomValues() {}

  /**
   * A key of a universe; universes share none. {@code second} columns of a type hold others, so
   * that joined texts would collide.
   */
  static Object key(Random random, String type, boolean second, int universe) {
    // The first is the usual one, so that keys of several columns meet too.
    int place = Math.max(0, random.nextInt(5) - 2);
    int n = 3 * universe + place;
    return switch (type) {
      case "INT" -> n - 1;
      case "BIGINT" -> 9007199254740992L + n;
      case "STRING" ->
          (second ? List.of("23", "3", "\uD83D\uDE00") : List.of("", "1", "12")).get(place)
              + (universe == 0 ? "" : "-" + universe);
      case "DATE" -> LocalDate.of(2024, 2, 28).plusDays(n);
      case "DECIMAL(10,2)" -> new BigDecimal("-0.01").add(BigDecimal.valueOf(n, 2));
      default -> new BigDecimal("9007199254740992").add(BigDecimal.valueOf(n));
    };
  }

  /** A value of an id or tieBreaker column. */
  static @Nullable Object order(Random random, String type) {
    int n = random.nextInt(5);
    if (n == 4) {
      return null;
    }
    return switch (type) {
      case "INT" -> n - 2;
      case "BOOLEAN" -> n < 2;
      case "DOUBLE" -> List.of(Double.NaN, Double.POSITIVE_INFINITY, -1.5, 2.0).get(n);
      default -> List.of("", "\uFF5E", "\uD83D\uDE00", "z").get(n);
    };
  }

  /** The features v INT, w STRING and d DOUBLE. */
  static List<@Nullable Object> features(Random random) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(random.nextInt(8) == 0 ? null : random.nextInt(1000));
    values.add(pick(random, "a", "\u00E9, \"quoted\"", "", null));
    values.add(pick(random, 0.5, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e-300, null));
    return values;
  }

  @SafeVarargs
  static <T extends @Nullable Object> T pick(Random random, T... values) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }

  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  /** A value as texts are compared, the same for what Spark and what the oracle gives. */
  static String text(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
