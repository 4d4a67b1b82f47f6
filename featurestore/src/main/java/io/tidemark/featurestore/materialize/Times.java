package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.year;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Arithmetic of times that does not look at the session's zone. */
final class Times {
  private static final long DAY = 86_400_000_000L;

  private Times() {}

  static Column plus(Column time, Duration lag) {
    long micros = Math.addExact(lag.getSeconds() * 1_000_000L, lag.getNano() / 1_000L);
    return micros == 0
        ? time
        : call_function("timestamp_micros", call_function("unix_micros", time).plus(lit(micros)));
  }

  /** The calendar year in UTC. */
  static Column yearOf(Column time) {
    Column micros = call_function("unix_micros", time);
    Column day = call_function("div", micros.minus(pmod(micros, lit(DAY))), lit(DAY));
    return year(call_function("date_from_unix_date", day.cast(DataTypes.IntegerType)));
  }

  static @Nullable Instant instant(Row row, int at) {
    Object value = row.get(at);
    return value instanceof Timestamp timestamp ? timestamp.toInstant() : (Instant) value;
  }
}
