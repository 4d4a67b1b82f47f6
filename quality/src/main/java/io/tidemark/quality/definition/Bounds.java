package io.tidemark.quality.definition;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bounds of a range as far as their text alone tells what they are. */
final class Bounds {
  private Bounds() {}

  /** True if both are numbers, dates or times, and the lower is above the upper one. */
  static boolean crossed(String min, String max) {
    return above(min, max, BigDecimal::new)
        || above(min, max, LocalDate::parse)
        || above(min, max, text -> OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
  }

  private static <T extends Comparable<? super T>> boolean above(
      String min, String max, Function<String, T> reader) {
    T lower = read(min, reader);
    T upper = read(max, reader);
    return lower != null && upper != null && lower.compareTo(upper) > 0;
  }

  private static <T> @Nullable T read(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException | DateTimeParseException e) {
      return null;
    }
  }
}
