package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to say when something happened, and every way to say it wrongly. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeFormsTest {

  private static final String NOW = " --now 2026-12-31T00:00:00Z";

  /** Form: TIME, the column's SQL in DuckDB. */
  private static final Map<String, List<String>> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("seconds", List.of("{column: t, unit: s}", "1772323200::BIGINT"));
    FORMS.put("millis", List.of("{column: t, unit: ms}", "1772323200001::BIGINT"));
    FORMS.put("micros", List.of("{column: t, unit: us}", "1772323200000001::BIGINT"));
    FORMS.put("int_seconds", List.of("{column: t, unit: s}", "1772323200::INTEGER"));
    FORMS.put("date", List.of("t", "DATE '2026-03-01'"));
    FORMS.put("local", List.of("{column: t, zone: Asia/Tokyo}", "TIMESTAMP '2026-03-01 09:00:00'"));
    FORMS.put("instant", List.of("t", "TIMESTAMPTZ '2026-03-01 01:00:00.123456+01'"));
    FORMS.put("iso", List.of("{column: t, format: iso8601}", "'2026-03-01T01:00:00.5+01:00'"));
    FORMS.put("iso_blank", List.of("{column: t, format: iso8601}", "'2026-03-01 00:00:00'"));
    FORMS.put(
        "iso_zone",
        List.of("{column: t, format: iso8601, zone: America/New_York}", "'2026-02-28T19:00:00'"));
    FORMS.put(
        "iso_day", List.of("{column: t, format: iso8601, zone: America/New_York}", "'2026-03-01'"));
    FORMS.put(
        "pattern", List.of("{column: t, format: \"dd/MM/yyyy HH:mm\"}", "'01/03/2026 00:00'"));
    FORMS.put("number", List.of("{column: t, format: yyyyMMdd}", "20260301::INTEGER"));
    FORMS.put(
        "autumn_first", List.of("{column: t, format: iso8601}", "'2024-11-03T01:30:00-04:00'"));
    FORMS.put(
        "autumn_second", List.of("{column: t, format: iso8601}", "'2024-11-03T01:30:00-05:00'"));
  }

  @TempDir static Path folder;
  private ProjectFolder project;

  @BeforeAll
  void materializeOnce(SparkSession spark) {
    project = new ProjectFolder(spark, folder).project();
    StringBuilder yaml =
        new StringBuilder(
            """
            kind: Entity
            metadata: {name: account}
            spec: {keys: [{name: k, type: BIGINT}]}
            """);
    FORMS.forEach(
        (name, form) -> {
          yaml.append(definition(name, form.get(0)));
          write(name, form.get(1));
        });
    project.yaml("views.yaml", yaml.toString());
    project.verb("apply" + NOW).written();
    project.verb("materialize" + NOW).written();
  }

  private static String definition(String name, String time) {
    return """
    ---
    kind: Source
    metadata: {name: %1$s_rows}
    spec: {format: parquet, path: data/%1$s.parquet, eventTimestamp: %2$s}
    ---
    kind: FeatureView
    metadata: {name: %1$s, version: 1}
    spec: {entity: account, source: %1$s_rows, features: [{name: v, type: INT}], materialize: {buckets: 1}}
    """
        .formatted(name, time);
  }

  private void write(String name, String sql) {
    project.parquet(
        "data/" + name + ".parquet", "SELECT 1::BIGINT AS k, 1::INTEGER AS v, " + sql + " AS t");
  }

  @Test
  void everyFormMeansItsInstant() {
    StringBuilder query = new StringBuilder();
    for (String name : FORMS.keySet()) {
      query.append(query.isEmpty() ? "" : " UNION ALL ");
      query.append("SELECT '%1$s', event_ts FROM features.%1$s_v1".formatted(name));
    }
    assertThat(project.lines(query.toString()))
        .containsExactlyInAnyOrder(
            "seconds|2026-03-01T00:00:00.000000Z",
            "millis|2026-03-01T00:00:00.001000Z",
            "micros|2026-03-01T00:00:00.000001Z",
            "int_seconds|2026-03-01T00:00:00.000000Z",
            "date|2026-03-01T00:00:00.000000Z",
            "local|2026-03-01T00:00:00.000000Z",
            "instant|2026-03-01T00:00:00.123456Z",
            "iso|2026-03-01T00:00:00.500000Z",
            "iso_blank|2026-03-01T00:00:00.000000Z",
            "iso_zone|2026-03-01T00:00:00.000000Z",
            "iso_day|2026-03-01T05:00:00.000000Z",
            "pattern|2026-03-01T00:00:00.000000Z",
            "number|2026-03-01T00:00:00.000000Z",
            "autumn_first|2024-11-03T05:30:00.000000Z",
            "autumn_second|2024-11-03T06:30:00.000000Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iso            | 'soon'",
        "iso            | '2026-02-30T00:00:00Z'",
        "iso            | '2026-03-01T00:00:00.1234567Z'",
        "iso            | ''",
        "iso_zone       | '2024-03-10T02:30:00'",
        "local_gap      | TIMESTAMP '2024-03-10 02:30:00'",
        "pattern        | '2026-03-01'",
        "number         | 20261301::INTEGER",
      },
      quoteCharacter = '~')
  void aTimeThatCannotBeReadIsRefusedAndNothingIsWritten(String form, String sql) {
    String name = form.strip();
    if (name.equals("local_gap")) {
      project.yaml(
          "gap.yaml",
          definition(name, "{column: t, zone: America/New_York}").replaceFirst("---\n", ""));
      write(name, "TIMESTAMP '2024-03-09 02:30:00'");
      project.verb("apply" + NOW).ok();
    }
    write(name, sql.strip());
    Map<String, String> before = project.everythingButRuns();
    Ran ran = project.verb("materialize " + name + "@1" + NOW);
    ran.refusedAbout("Source/" + name + "_rows").refusedSaying("1 value ");
    assertThat(project.everythingButRuns()).isEqualTo(before);
    if (FORMS.containsKey(name)) {
      write(name, FORMS.get(name).get(1));
    }
  }

  @Test
  void aLocalTimeWithoutAZoneIsRefusedByApply() {
    project.yaml("unzoned.yaml", definition("unzoned", "t").replaceFirst("---\n", ""));
    write("unzoned", "TIMESTAMP '2026-03-01 00:00:00'");
    try {
      project.verb("apply" + NOW).refusedSaying("zone");
    } finally {
      project.text("unzoned.yaml", "");
    }
  }
}
