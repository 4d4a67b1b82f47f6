package io.tidemark.featurestore.pit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Between what the rows of a file lie, as far as the table's log tells; times in microseconds.
 *
 * @param firstKey least value of the first key column, where that is a whole number
 * @param lastKey greatest value of it
 * @param earliest not later than any row begins to count
 * @param newest not before any event time
 * @param leastSeq least {@code _seq}
 */
public record FileBounds(long firstKey, long lastKey, long earliest, long newest, long leastSeq)
    implements Serializable {

  /** Of a file of which nothing is known. */
  public static final FileBounds NONE =
      new FileBounds(
          Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

  private static final ObjectMapper JSON = new ObjectMapper();
  // Times in the log are cut to milliseconds.
  private static final long CUT = 1_000;

  /** From Delta's statistics of a file; null if it has none. */
  static FileBounds of(@Nullable String statistics, String firstKey) {
    if (statistics == null) {
      return NONE;
    }
    try {
      JsonNode all = JSON.readTree(statistics);
      JsonNode least = all.path("minValues");
      JsonNode greatest = all.path("maxValues");
      return new FileBounds(
          whole(least.path(firstKey), NONE.firstKey),
          whole(greatest.path(firstKey), NONE.lastKey),
          micros(least.path("_eff_ts"), NONE.earliest),
          up(micros(greatest.path(AsOfView.EVENT_TS), NONE.newest)),
          whole(least.path(SortedRuns.SEQ), NONE.leastSeq));
    } catch (JsonProcessingException e) {
      // Somebody else's words.
      return NONE;
    }
  }

  private static long whole(JsonNode value, long unknown) {
    return value.isIntegralNumber() && value.canConvertToLong() ? value.asLong() : unknown;
  }

  private static long micros(JsonNode time, long unknown) {
    try {
      Instant instant = time.isTextual() ? OffsetDateTime.parse(time.asText()).toInstant() : null;
      return instant == null ? unknown : Micros.of(instant);
    } catch (DateTimeException e) {
      return unknown;
    }
  }

  private static long up(long cut) {
    return cut > Long.MAX_VALUE - CUT ? cut : cut + CUT;
  }
}
