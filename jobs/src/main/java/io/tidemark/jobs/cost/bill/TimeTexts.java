package io.tidemark.jobs.cost.bill;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Times of bills: ISO 8601 with a T or a blank, UTC where no zone is said. For one thread. */
final class TimeTexts {
  private static final int KEPT = 10_000;

  // A bill has few times and many lines.
  private final Map<String, Instant> known = new HashMap<>();

  Instant of(String text) {
    Instant time = known.get(text);
    if (time == null) {
      time = parsed(text.strip());
      if (known.size() >= KEPT) {
        known.clear();
      }
      known.put(text, time);
    }
    return time;
  }

  private static Instant parsed(String text) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      String iso = text.length() > 10 ? text.substring(0, 10) + "T" + text.substring(11) : text;
      boolean zoned = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 10;
      return zoned
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso.replaceFirst(" UTC$", "")).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new UnreadableRecordException("'" + text + "' is no time");
    }
  }
}
