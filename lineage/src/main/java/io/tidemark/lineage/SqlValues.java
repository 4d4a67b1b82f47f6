package io.tidemark.lineage;

import io.tidemark.lineage.definition.ValueJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.jspecify.annotations.Nullable;

/** Spark's own values as those that JSON and CSV hold; no time zone but UTC takes part. */
public final class SqlValues {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  private SqlValues() {}

  /**
   * One value: text, boolean, integer, floating point, decimal, list or map.
   *
   * @param row a row or an array
   */
  public static @Nullable Object value(SpecializedGetters row, int at, DataType type) {
    if (row.isNullAt(at) || type instanceof NullType) {
      return null;
    } else if (type instanceof StringType) {
      return new String(row.getUTF8String(at).getBytes(), StandardCharsets.UTF_8);
    } else if (type instanceof LongType) {
      return row.getLong(at);
    } else if (type instanceof IntegerType) {
      return row.getInt(at);
    } else if (type instanceof ShortType) {
      return row.getShort(at);
    } else if (type instanceof ByteType) {
      return row.getByte(at);
    } else if (type instanceof BooleanType) {
      return row.getBoolean(at);
    } else if (type instanceof DoubleType) {
      return row.getDouble(at);
    } else if (type instanceof FloatType) {
      return row.getFloat(at);
    } else if (type instanceof DecimalType decimal) {
      return row.getDecimal(at, decimal.precision(), decimal.scale())
          .toJavaBigDecimal()
          .setScale(decimal.scale());
    } else if (type instanceof DateType) {
      return LocalDate.ofEpochDay(row.getInt(at)).toString();
    } else if (type instanceof TimestampType) {
      return time(row.getLong(at)) + "Z";
    } else if (type instanceof TimestampNTZType) {
      return time(row.getLong(at));
    } else if (type instanceof BinaryType) {
      return Base64.getEncoder().encodeToString(row.getBinary(at));
    } else if (type instanceof ArrayType array) {
      return list(row.getArray(at), array.elementType());
    } else if (type instanceof MapType map) {
      return map(row.getMap(at), map);
    } else if (type instanceof StructType struct) {
      return struct(row.getStruct(at, struct.size()), struct);
    } else if (type instanceof DayTimeIntervalType) {
      return Duration.of(row.getLong(at), ChronoUnit.MICROS).toString();
    } else if (type instanceof YearMonthIntervalType) {
      return Period.ofMonths(row.getInt(at)).normalized().toString();
    }
    return String.valueOf(row.get(at, type));
  }

  private static String time(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return MICROS.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static List<@Nullable Object> list(ArrayData array, DataType element) {
    List<@Nullable Object> list = new ArrayList<>(array.numElements());
    for (int i = 0; i < array.numElements(); i++) {
      list.add(value(array, i, element));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(MapData map, MapType type) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < map.numElements(); i++) {
      String key = ValueJson.text(value(map.keyArray(), i, type.keyType()));
      values.put(String.valueOf(key), value(map.valueArray(), i, type.valueType()));
    }
    return values;
  }

  private static Map<String, @Nullable Object> struct(SpecializedGetters row, StructType type) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    StructField[] fields = type.fields();
    for (int i = 0; i < fields.length; i++) {
      values.put(fields[i].name(), value(row, i, fields[i].dataType()));
    }
    return values;
  }
}
