package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Takes the value of one column out of a Parquet record: text, decimal, time or map of texts. */
final class ParquetValue {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588L;
  private static final long SECONDS_PER_DAY = 86_400L;

  private final Type type;
  private final int column;
  private final int field;

  /**
   * @param column its place among the file's columns
   * @param field its place among those that are read
   */
  ParquetValue(Type type, int column, int field) {
    this.type = type;
    this.column = column;
    this.field = field;
  }

  int column() {
    return column;
  }

  /** Whether a column holds what a bill may hold: a plain value or a map of plain values. */
  static boolean isReadable(Type type) {
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    if (type.isPrimitive()) {
      return true;
    }
    Type entries = type.asGroupType().getFieldCount() == 1 ? type.asGroupType().getType(0) : null;
    return entries != null
        && !entries.isPrimitive()
        && entries.isRepetition(Type.Repetition.REPEATED)
        && entries.asGroupType().getFieldCount() == 2
        && entries.asGroupType().getFields().stream().allMatch(Type::isPrimitive);
  }

  /** The value in a record; null where there is none. */
  @Nullable Object of(Group record) {
    if (record.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    return type.isPrimitive() ? plain(type, record, field) : map(record.getGroup(field, 0));
  }

  private static Map<String, String> map(Group map) {
    Map<String, String> entries = new TreeMap<>();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      Type key = entry.getType().getType(0);
      Type value = entry.getType().getType(1);
      if (entry.getFieldRepetitionCount(0) > 0 && entry.getFieldRepetitionCount(1) > 0) {
        entries.put(plain(key, entry, 0).toString(), plain(value, entry, 1).toString());
      }
    }
    return entries;
  }

  private static Object plain(Type type, Group in, int field) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case DOUBLE -> Decimals.of(in.getDouble(field, 0));
      case FLOAT -> Decimals.of(in.getFloat(field, 0));
      case INT32 -> whole(in.getInteger(field, 0), meaning);
      case INT64 -> whole(in.getLong(field, 0), meaning);
      case INT96 -> int96(in.getInt96(field, 0));
      case BOOLEAN -> Boolean.toString(in.getBoolean(field, 0));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(in.getBinary(field, 0), meaning);
    };
  }

  private static Object whole(long value, @Nullable LogicalTypeAnnotation meaning) {
    if (meaning instanceof TimestampLogicalTypeAnnotation time) {
      return switch (time.getUnit()) {
        case MILLIS -> Instant.ofEpochMilli(value);
        case MICROS -> Instant.EPOCH.plus(value, ChronoUnit.MICROS);
        case NANOS -> Instant.EPOCH.plus(value, ChronoUnit.NANOS);
      };
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    return meaning instanceof DecimalLogicalTypeAnnotation decimal
        ? BigDecimal.valueOf(value, decimal.getScale())
        : BigDecimal.valueOf(value);
  }

  private static Object bytes(Binary value, @Nullable LogicalTypeAnnotation meaning) {
    return meaning instanceof DecimalLogicalTypeAnnotation decimal
        ? new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale())
        : value.toStringUsingUTF8();
  }

  /** Nanoseconds of the day and the Julian day, as Spark wrote times for long. */
  private static Instant int96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = bytes.getInt() - JULIAN_DAY_OF_EPOCH;
    return Instant.ofEpochSecond(day * SECONDS_PER_DAY, nanos);
  }
}
