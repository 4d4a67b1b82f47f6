package io.tidemark.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Format;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.TimeColumn;
import io.tidemark.lineage.definition.TimeUnitName;
import io.tidemark.lineage.testing.SparkExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class TimeConversionTest {
  private static final Declared<?> OWNER =
      Sources.declared(Format.PARQUET, "data", List.of(), null);

  private final SparkSession spark;

  TimeConversionTest(SparkSession spark) {
    this.spark = spark.newSession();
    this.spark.conf().set("spark.sql.session.timeZone", "America/New_York");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "s | 1709251200L | 2024-03-01T00:00:00Z",
        "s | -1 | 1969-12-31T23:59:59Z",
        "ms | 1709251200123L | 2024-03-01T00:00:00.123Z",
        "us | 1709251200123456L | 2024-03-01T00:00:00.123456Z",
        "us | -62135596800000000L | 0001-01-01T00:00:00Z",
        "us | 253402300799999999L | 9999-12-31T23:59:59.999999Z",
        "s | 253402300799L | 9999-12-31T23:59:59Z",
        "ms | -1 | 1969-12-31T23:59:59.999Z"
      })
  void integersCountFromTheEpochInTheirUnit(String unit, String value, String time) {
    assertThat(convert(new TimeColumn("t", unit(unit), null, null), value)).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "s, 253402300800L",
    "s, 9223372036854775807L",
    "s, -62135596801L",
    "ms, 9223372036854775807L",
    "us, 9223372036854775807L",
    "us, 253402300800000000L"
  })
  void integersBeyondTheYear9999AreNoTimes(String unit, String value) {
    assertThat(convert(new TimeColumn("t", unit(unit), null, null), value)).isEqualTo("unreadable");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-01T10:20:30Z, 2024-03-01T10:20:30Z",
    "2024-03-01 10:20:30, 2024-03-01T10:20:30Z",
    "2024-03-01T10:20:30.5Z, 2024-03-01T10:20:30.500Z",
    "2024-03-01T10:20:30.123456+05:30, 2024-03-01T04:50:30.123456Z",
    "2024-03-01T10:20:30-0800, 2024-03-01T18:20:30Z",
    "2024-03-01T10:20:30+02, 2024-03-01T08:20:30Z",
    "2024-03-01, 2024-03-01T00:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
  })
  void isoTimesAreReadWithTheirOffset(String text, String time) {
    assertThat(convert(new TimeColumn("t", null, "iso8601", null), "'" + text + "'"))
        .isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "''",
        "2024-02-30T00:00:00Z",
        "2024-3-1",
        "2024-03-01T25:00:00Z",
        "2024-03-01T10:20:30.1234567Z",
        "2024-03-01T10:20:30 Z",
        "2024-03-01Tmorning",
        " 2024-03-01",
        "20240301",
        "10000-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00"
      })
  void otherTextIsNoIsoTime(String text) {
    assertThat(convert(new TimeColumn("t", null, "iso8601", null), "'" + text + "'"))
        .isEqualTo("unreadable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dd/MM/yyyy HH:mm:ss | America/Sao_Paulo | '01/03/2024 10:20:30' | 2024-03-01T13:20:30Z",
        "yyyyMMdd | UTC | 20240301 | 2024-03-01T00:00:00Z",
        "uuuu-MM-dd | Asia/Tokyo | '2024-03-01' | 2024-02-29T15:00:00Z",
        "yyyy-MM-dd hh:mm a | UTC | '2024-03-01 01:30 PM' | 2024-03-01T13:30:00Z",
        "d MMM yyyy HH:mm XXX | UTC | '1 Mar 2024 10:00 +02:00' | 2024-03-01T08:00:00Z",
        "yyyy-MM-dd HH:mm VV | UTC | '2024-07-01 10:00 Europe/Paris' | 2024-07-01T08:00:00Z",
        "yyyy-MM-dd HH:mm:ss.SSSSSSSSS | UTC | '2024-03-01 00:00:00.123456000' |"
            + " 2024-03-01T00:00:00.123456Z",
        "yyyy-MM-dd HH:mm:ss.SSSSSSSSS | UTC | '2024-03-01 00:00:00.123456789' | unreadable",
        "yyyy-MM-dd HH:mm | America/New_York | '2024-03-10 02:30' | unreadable",
        "yyyy-MM-dd HH:mm | America/New_York | '2024-11-03 01:30' | 2024-11-03T05:30:00Z",
        "dd/MM/yyyy | UTC | '31/02/2024' | unreadable",
        "dd/MM/yyyy | UTC | '2024-03-01' | unreadable",
        "yyyy-MM | UTC | '2024-03' | unreadable"
      })
  void patternsAreReadStrictlyAndInTheirZone(
      String format, String zone, String value, String time) {
    assertThat(convert(new TimeColumn("t", null, format.strip(), zone.strip()), value.strip()))
        .isEqualTo(time.strip());
  }

  @Test
  void timesAndDatesNeedNoDeclarationAndIgnoreTheSessionsZone() {
    TimeColumn plain = new TimeColumn("t", null, null, null);
    assertThat(convert(plain, "timestamp'2024-03-01 00:00:00Z'")).isEqualTo("2024-03-01T00:00:00Z");
    assertThat(convert(plain, "date'2024-03-01'")).isEqualTo("2024-03-01T00:00:00Z");
    assertThat(convert(plain, "date'0001-01-01'")).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(convert(plain, "date_from_unix_date(2147483647)")).isEqualTo("unreadable");
    assertThat(convert(plain, "timestamp_micros(253402300800000000L)")).isEqualTo("unreadable");
  }

  @Test
  void localTimesAreReadInTheirZoneAndRefusedInItsGaps() {
    TimeColumn local = new TimeColumn("t", null, null, "America/New_York");
    assertThat(convert(local, "timestamp_ntz'2024-03-01 00:00:00.000001'"))
        .isEqualTo("2024-03-01T05:00:00.000001Z");
    assertThat(convert(local, "timestamp_ntz'2024-03-10 02:30:00'")).isEqualTo("unreadable");
  }

  @Test
  void nullStaysNull() {
    assertThat(convert(new TimeColumn("t", null, "iso8601", null), "cast(null as string)"))
        .isEqualTo("null");
    assertThat(convert(new TimeColumn("t", TimeUnitName.S, null, null), "cast(null as bigint)"))
        .isEqualTo("null");
    assertThat(convert(new TimeColumn("t", null, null, "UTC"), "cast(null as timestamp_ntz)"))
        .isEqualTo("null");
  }

  @Test
  void unreadableValuesAreCountedWithAnExample() {
    Dataset<Row> rows =
        spark.sql("SELECT * FROM VALUES ('2024-03-01'), ('soon'), (NULL), ('later') AS x(t)");
    TimeConversion time = of(new TimeColumn("t", null, "iso8601", null), rows);
    List<Column> evidence = time.evidence();
    Optional<Problem> problem = time.problem(rows.agg(evidence.get(0), evidence.get(1)).head(), 0);
    assertThat(problem.orElseThrow().message()).contains("2 values", "`t`", "iso8601", "'later'");
    assertThat(problem.orElseThrow().line()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      value = {
        "'text' | - | - | - | format: iso8601",
        "1L | - | - | - | unit: s|ms|us",
        "1.5D | - | - | - | TIMESTAMP or DATE",
        "'text' | S | - | - | leave `unit` out",
        "timestamp'2024-01-01 00:00:00' | MS | - | - | leave `unit` out",
        "timestamp'2024-01-01 00:00:00' | - | iso8601 | - | leave `format` out",
        "timestamp'2024-01-01 00:00:00' | - | - | UTC | leave `zone` out",
        "timestamp_ntz'2024-01-01 00:00:00' | - | - | - | zone: UTC"
      })
  void typesThatDoNotFitTheDeclarationAreRefused(
      String value, TimeUnitName unit, String format, String zone, String fix) {
    assertThatThrownBy(() -> convert(new TimeColumn("t", unit, format, zone), value.strip()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(fix.strip());
  }

  @Test
  void aMissingColumnIsNamedWithThoseThereAre() {
    Dataset<Row> rows = spark.sql("SELECT 1 AS T, 2 AS b");
    assertThatThrownBy(() -> of(new TimeColumn("t", null, null, null), rows))
        .hasMessageContaining("defs.yaml:4")
        .hasMessageContaining("no column `t`")
        .hasMessageContaining("write `T`");
  }

  private static String quote(String value) {
    return value.strip();
  }

  private static TimeUnitName unit(String unit) {
    return TimeUnitName.valueOf(unit.toUpperCase(java.util.Locale.ROOT));
  }

  private TimeConversion of(TimeColumn time, Dataset<Row> rows) {
    return TimeConversion.of(OWNER, "spec.eventTimestamp", time, rows.schema());
  }

  private String convert(TimeColumn time, String value) {
    Dataset<Row> rows = spark.sql("SELECT " + value + " AS t");
    TimeConversion conversion = of(time, rows);
    List<Column> asked = new ArrayList<>();
    asked.add(functions.call_function("unix_micros", conversion.value()));
    asked.add(conversion.unreadable());
    Row row = rows.select(asked.toArray(Column[]::new)).head();
    if (row.getBoolean(1)) {
      assertThat(row.isNullAt(0)).isTrue();
      return "unreadable";
    }
    if (row.isNullAt(0)) {
      return "null";
    }
    long micros = row.getLong(0);
    return Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L)
        .toString();
  }
}
