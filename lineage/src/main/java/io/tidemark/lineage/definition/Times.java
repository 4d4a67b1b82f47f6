package io.tidemark.lineage.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations, times, and the columns that hold times. */
final class Times {
  static final String DURATION =
      "^P(?:[0-9]+W|[0-9]+D|(?:[0-9]+D)?T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)$";
  static final String INSTANT =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6})?)?"
          + "(?:Z|[+-][0-9]{2}:[0-9]{2})$";

  private static final Pattern IS_DURATION =
      Pattern.compile(
          "P(?:(\\d{1,9})W|(?:(\\d{1,9})D)?(T(?=\\d)(?:(\\d{1,12})H)?(?:(\\d{1,12})M)?(?:(\\d{1,12})S)?)?)");
  private static final Pattern IS_INSTANT = Pattern.compile(INSTANT);

  private static final Field<String> COLUMN = Field.required("column", Types.column());
  private static final Field<TimeUnitName> UNIT =
      Field.optional("unit", Types.choice(TimeUnitName.class));
  private static final Field<String> FORMAT =
      Field.optional(
          "format",
          new ScalarType<>(
              "iso8601 or a pattern as yyyy-MM-dd HH:mm:ss",
              Variables.Allowed.VARIABLES,
              Schemas.TEXT,
              false,
              (text, at) -> isFormat(text) ? text : null,
              t -> t));
  private static final Field<String> ZONE =
      Field.optional(
          "zone",
          new ScalarType<>(
              "a time zone as UTC, Europe/London or +02:00",
              Variables.Allowed.VARIABLES,
              Schemas.TEXT,
              false,
              (text, at) -> zone(text),
              t -> t));

  static final ValueType<TimeColumn> TIME =
      Types.either(
          new ScalarType<>(
              "a column, or a map of column and unit, format or zone",
              Variables.Allowed.NONE,
              Schemas.TEXT,
              false,
              (text, at) -> text.isBlank() ? null : new TimeColumn(text, null, null, null),
              TimeColumn::column),
          Types.object(Shape.of(COLUMN, UNIT, FORMAT, ZONE), Times::checkForm, Times::buildColumn));

  private Times() {}

  private static void checkForm(Fields f) {
    if (f.has(UNIT) && (f.has(FORMAT) || f.has(ZONE))) {
      f.error(
          UNIT,
          "CONFLICT",
          "unit is for integers, format and zone are for text",
          "keep unit, or format and zone");
    }
    if (f.find(FORMAT) != null && f.find(ZONE) == null && !f.has(ZONE)) {
      f.set(ZONE, "UTC", "UTC");
    }
  }

  private static TimeColumn buildColumn(Fields f) {
    return new TimeColumn(f.get(COLUMN), f.find(UNIT), f.find(FORMAT), f.find(ZONE));
  }

  private static boolean isFormat(String text) {
    if (text.equals("iso8601")) {
      return true;
    }
    try {
      return !text.isBlank() && DateTimeFormatter.ofPattern(text, Locale.ROOT).getZone() == null;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("iso8601 or a pattern (" + e.getMessage() + ")", e);
    }
  }

  private static @Nullable String zone(String text) {
    try {
      ZoneId.of(text);
      return text;
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable Duration duration(String text) {
    Matcher m = IS_DURATION.matcher(text);
    if (!m.matches() || (m.group(1) == null && m.group(2) == null && m.group(3) == null)) {
      return null;
    }
    try {
      return Duration.ofDays(Math.multiplyExact(7L, number(m, 1)))
          .plusDays(number(m, 2))
          .plusHours(number(m, 4))
          .plusMinutes(number(m, 5))
          .plusSeconds(number(m, 6));
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static long number(Matcher m, int group) {
    return m.group(group) == null ? 0 : Long.parseLong(m.group(group));
  }

  /** The one text that equal durations have. */
  static String text(Duration d) {
    long days = d.toDays();
    String time = d.minusDays(days).toString().substring(1);
    if (days == 0) {
      return d.toString();
    }
    return "P" + days + "D" + (time.equals("T0S") ? "" : time);
  }

  static @Nullable LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  static @Nullable Instant instant(String text) {
    if (!IS_INSTANT.matcher(text).matches()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
