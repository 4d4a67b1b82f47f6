package io.tidemark.lineage;

import io.tidemark.lineage.definition.TimeColumn;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Turns text and local times into microseconds since 1970 UTC. What is no time, lies in a gap of
 * its zone or is finer than a microsecond gives null; the caller counts such values and refuses.
 */
final class TimeText {
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})"
              + "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,6}))?)?"
              + "(Z|[+-]\\d{2}(?::?\\d{2})?)?)?");

  private TimeText() {}

  /** A function from text to microseconds for the column's format. */
  static UDF1<String, @Nullable Long> reader(TimeColumn time) {
    String format = time.format();
    String zone = time.zone() == null ? "UTC" : time.zone();
    if (format == null || format.equals("iso8601")) {
      return new Iso(zone);
    }
    return new Patterned(format, zone);
  }

  /** A function from times without zone to microseconds, read in the zone. */
  static UDF1<LocalDateTime, @Nullable Long> localReader(String zone) {
    return new Local(zone);
  }

  static @Nullable Long inZone(LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    return offsets.isEmpty() ? null : micros(local, offsets.get(0));
  }

  static @Nullable Long micros(LocalDateTime local, ZoneOffset offset) {
    int nanos = local.getNano();
    if (nanos % 1000 != 0) {
      return null;
    }
    return Math.addExact(Math.multiplyExact(local.toEpochSecond(offset), 1_000_000L), nanos / 1000);
  }

  private record Iso(String zone) implements UDF1<String, @Nullable Long>, Serializable {
    @Override
    public @Nullable Long call(@Nullable String text) {
      if (text == null) {
        return null;
      }
      Matcher parts = ISO.matcher(text);
      if (!parts.matches()) {
        return null;
      }
      try {
        LocalDate date = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
        LocalTime clock =
            parts.group(4) == null
                ? LocalTime.MIDNIGHT
                : LocalTime.of(
                    number(parts, 4),
                    number(parts, 5),
                    parts.group(6) == null ? 0 : number(parts, 6),
                    fraction(parts.group(7)));
        LocalDateTime local = date.atTime(clock);
        String offset = parts.group(8);
        return offset == null
            ? inZone(local, ZoneId.of(zone))
            : micros(local, ZoneOffset.of(offset));
      } catch (DateTimeException e) {
        return null;
      }
    }

    private static int number(Matcher parts, int group) {
      return Integer.parseInt(parts.group(group));
    }

    private static int fraction(@Nullable String digits) {
      return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
    }
  }

  private static final class Patterned implements UDF1<String, @Nullable Long>, Serializable {
    private static final long serialVersionUID = 1L;
    private final String pattern;
    private final String zone;
    private transient @Nullable DateTimeFormatter formatter;

    Patterned(String pattern, String zone) {
      this.pattern = pattern;
      this.zone = zone;
    }

    @Override
    public @Nullable Long call(@Nullable String text) {
      if (text == null) {
        return null;
      }
      try {
        TemporalAccessor parsed = formatter().parse(text);
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
          return null;
        }
        LocalTime clock = parsed.query(TemporalQueries.localTime());
        LocalDateTime local = date.atTime(clock == null ? LocalTime.MIDNIGHT : clock);
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        if (offset != null) {
          return micros(local, offset);
        }
        ZoneId own = parsed.query(TemporalQueries.zoneId());
        return inZone(local, own == null ? ZoneId.of(zone) : own);
      } catch (DateTimeException | ArithmeticException e) {
        return null;
      }
    }

    private DateTimeFormatter formatter() {
      DateTimeFormatter made = formatter;
      if (made == null) {
        // Strict, so that 30 February is refused; the era lets `yyyy` stand for the year.
        made =
            new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        formatter = made;
      }
      return made;
    }
  }

  private record Local(String zone) implements UDF1<LocalDateTime, @Nullable Long>, Serializable {
    @Override
    public @Nullable Long call(@Nullable LocalDateTime local) {
      if (local == null) {
        return null;
      }
      try {
        return inZone(local, ZoneId.of(zone));
      } catch (ArithmeticException e) {
        return null;
      }
    }
  }
}
