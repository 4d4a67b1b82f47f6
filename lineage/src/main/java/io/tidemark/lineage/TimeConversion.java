package io.tidemark.lineage;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * A declared TIME as a column of type TIMESTAMP, in microseconds and UTC whatever the session's
 * zone is. NULL stays NULL; a value that is no time (unparsable, in a gap of its zone, outside the
 * years 1 to 9999) is {@link #unreadable()} and has to refuse the run: see {@link #evidence()}.
 */
public final class TimeConversion {
  private static final long FIRST = -62_135_596_800_000_000L;
  private static final long LAST = 253_402_300_799_999_999L;

  private final Declared<?> owner;
  private final String path;
  private final TimeColumn time;
  private final DataType type;
  private final Column micros;

  private TimeConversion(
      Declared<?> owner, String path, TimeColumn time, DataType type, Column micros) {
    this.owner = owner;
    this.path = path;
    this.time = time;
    this.type = type;
    this.micros = when(micros.between(FIRST, LAST), micros);
  }

  /**
   * The conversion of a column of a table with the given schema.
   *
   * @param owner the object that declares the time, {@code path} its field ("spec.eventTimestamp")
   * @throws Refusal if the column is missing or its type does not go with the declaration
   */
  public static TimeConversion of(
      Declared<?> owner, String path, TimeColumn time, StructType schema) {
    DataType type = Columns.require(owner, path, time.column(), schema);
    return new TimeConversion(owner, path, time, type, micros(owner, path, time, type));
  }

  /** The time, NULL where the source has NULL or no time. */
  public Column value() {
    return Columns.timestampOfMicros(micros);
  }

  /** True where there is a value that is no time; never NULL. */
  public Column unreadable() {
    return Columns.named(time.column()).isNotNull().and(micros.isNull());
  }

  /** What stands there, as text, where it is no time; else NULL. */
  public Column offence() {
    return when(unreadable(), Columns.named(time.column()).cast(DataTypes.StringType));
  }

  /** Two aggregates over the source's rows, for {@link #problem}: the count and an example. */
  public List<Column> evidence() {
    return evidence(offence());
  }

  /** The same two over rows that hold {@link #offence()} as a column. */
  public static List<Column> evidence(Column offence) {
    return List.of(count(offence), min(offence));
  }

  /** The problem that the two values of {@link #evidence()} at {@code at} of a row show, if any. */
  public Optional<Problem> problem(Row row, int at) {
    long found = row.getLong(at);
    if (found == 0) {
      return Optional.empty();
    }
    return Optional.of(
        owner.error(
            path,
            "TIME_UNREADABLE",
            "%d %s of column `%s` (%s) %s no time as declared (%s), for example '%s'"
                .formatted(
                    found,
                    found == 1 ? "value" : "values",
                    time.column(),
                    Columns.sql(type),
                    found == 1 ? "is" : "are",
                    declaration(),
                    row.get(at + 1)),
            "correct the data, or declare the unit, format or zone it is written in"));
  }

  private String declaration() {
    if (time.unit() != null) {
      return "unit " + time.unit().name().toLowerCase(Locale.ROOT);
    }
    String zone = "zone " + (time.zone() == null ? "UTC" : time.zone());
    if (time.format() != null) {
      return "format " + time.format() + ", " + zone;
    }
    return DataTypes.TimestampNTZType.equals(type)
        ? zone + ", which skips some local times"
        : "years 1 to 9999";
  }

  private static Column micros(Declared<?> owner, String path, TimeColumn time, DataType type) {
    Column raw = Columns.named(time.column());
    boolean integer = isInteger(type);
    if (time.unit() != null) {
      if (!integer) {
        throw unfit(owner, path, time, type, "`unit` is for integers", "leave `unit` out");
      }
      return switch (time.unit()) {
        case S -> scaled(raw, 1_000_000L);
        case MS -> scaled(raw, 1_000L);
        case US -> raw.cast(DataTypes.LongType);
      };
    }
    if (time.format() != null) {
      if (!integer && !(type instanceof StringType)) {
        throw unfit(
            owner, path, time, type, "`format` is for text and integers", "leave `format` out");
      }
      Column text = integer ? raw.cast(DataTypes.StringType) : raw;
      return udf(TimeText.reader(time), DataTypes.LongType).apply(text);
    }
    if (DataTypes.TimestampNTZType.equals(type)) {
      if (time.zone() == null) {
        throw unfit(
            owner,
            path,
            time,
            type,
            "it has no zone",
            "write {column: %s, zone: UTC}".formatted(time.column()));
      }
      return udf(TimeText.localReader(time.zone()), DataTypes.LongType).apply(raw);
    }
    if (time.zone() != null) {
      throw unfit(owner, path, time, type, "`zone` alone is for TIMESTAMP_NTZ", "leave `zone` out");
    }
    if (DataTypes.TimestampType.equals(type)) {
      return Columns.microsOfTimestamp(raw);
    }
    if (DataTypes.DateType.equals(type)) {
      return scaled(Columns.daysOfDate(raw), 86_400_000_000L);
    }
    throw unfit(
        owner,
        path,
        time,
        type,
        "it is no time",
        integer
            ? "write {column: %s, unit: s|ms|us}".formatted(time.column())
            : type instanceof StringType
                ? "write {column: %s, format: iso8601}".formatted(time.column())
                : "name a column of type TIMESTAMP or DATE, an integer or text");
  }

  private static Column scaled(Column value, long micros) {
    Column whole = value.cast(DataTypes.LongType);
    long first = -Math.floorDiv(-FIRST, micros);
    return when(whole.between(first, Math.floorDiv(LAST, micros)), whole.multiply(lit(micros)));
  }

  private static boolean isInteger(DataType type) {
    return DataTypes.ByteType.equals(type)
        || DataTypes.ShortType.equals(type)
        || DataTypes.IntegerType.equals(type)
        || DataTypes.LongType.equals(type);
  }

  private static Refusal unfit(
      Declared<?> owner, String path, TimeColumn time, DataType type, String why, String fix) {
    return new Refusal(
        2,
        List.of(
            owner.error(
                path,
                "TIME_TYPE",
                "column `%s` has type %s and cannot be read as declared: %s"
                    .formatted(time.column(), Columns.sql(type), why),
                fix)));
  }
}
