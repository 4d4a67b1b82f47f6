package io.tidemark.lineage.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRulesTest {
  @TempDir Path folder;

  @Test
  void fillsInEveryDefault() {
    SourceDefinition source =
        load(
            """
            spec:
              format: csv
              path: data/*.csv
              schema: [{name: ts, type: long}, {name: Amount, type: "decimal( 10 , 2 )"}]
              options: {delimiter: ";"}
              eventTimestamp: {column: ts, unit: ms}
            """);

    assertThat(source.format()).isEqualTo(Format.CSV);
    assertThat(source.schema())
        .containsExactly(
            new Column("ts", new SqlType("BIGINT")),
            new Column("Amount", new SqlType("DECIMAL(10,2)")));
    assertThat(source.options()).hasToString("{delimiter=;, header=true, nullValue=}");
    assertThat(source.type()).isEqualTo(SourceType.EVENT);
    assertThat(source.availabilityLag()).isEqualTo(Duration.ZERO);
    assertThat(source.id()).isEmpty();
    assertThat(source.eventTimestamp())
        .isEqualTo(new TimeColumn("ts", TimeUnitName.MS, null, null));
  }

  @Test
  void readsEveryFormOfTime() {
    SourceDefinition source =
        load(
            """
            spec:
              format: delta
              table: db.t
              type: scd2
              validFrom: {column: a, format: iso8601}
              validTo: {column: b, format: "dd.MM.yyyy", zone: Europe/Berlin}
              knownAt: {column: c, zone: "+02:00"}
              availabilityLag: P1DT12H
              deletedWhen: " "
            """);

    assertThat(source.validFrom()).isEqualTo(new TimeColumn("a", null, "iso8601", "UTC"));
    assertThat(source.validTo())
        .isEqualTo(new TimeColumn("b", null, "dd.MM.yyyy", "Europe/Berlin"));
    assertThat(source.knownAt()).isEqualTo(new TimeColumn("c", null, null, "+02:00"));
    assertThat(source.availabilityLag()).isEqualTo(Duration.ofHours(36));
    assertThat(source.deletedWhen()).isNull();
  }

  @Test
  void readsDatabases() {
    SourceDefinition source =
        load(
            """
            spec:
              format: jdbc
              url: "jdbc:postgresql://host/db?password=${env:PW}"
              query: SELECT 1 AS a
              user: "${env:USER}"
              password: "${aws-sm:arn:aws:x}"
            """);

    assertThat(source.jdbc())
        .isEqualTo(
            new Jdbc(
                "jdbc:postgresql://host/db?password=${env:PW}",
                null,
                "SELECT 1 AS a",
                "${env:USER}",
                "${aws-sm:arn:aws:x}"));
  }

  @Test
  void refusesFieldsThatDoNotGoTogether() {
    assertThat(
            problems(
                """
                spec:
                  format: parquet
                  path: a
                  table: b
                  url: c
                  schema: [{name: a, type: INT}]
                  validFrom: a
                  eventTimestamp: {column: a, unit: ms, zone: UTC}
                  availabilityLag: 90 days
                """))
        .containsExactly(
            "s.yaml:7: error: spec has both path and table; keep one of them",
            "s.yaml:8: error: spec.url does not belong here: format parquet has no url; remove it",
            "s.yaml:9: error: spec.schema does not belong here: a schema is for format csv only,"
                + " other formats bring theirs; remove it",
            "s.yaml:10: error: spec.validFrom does not belong here: only type scd2 has validFrom;"
                + " remove it",
            "s.yaml:11: error: unit is for integers, format and zone are for text;"
                + " keep unit, or format and zone",
            "s.yaml:12: error: spec.availabilityLag is '90 days';"
                + " expected a duration as P90D, P2W, PT6H30M or P1DT12H");
  }

  @Test
  void refusesWhatIsMissing() {
    assertThat(problems("spec:\n  format: csv\n  type: scd2\n  eventTimestamp: a\n"))
        .containsExactly(
            "s.yaml:4: error: format csv needs spec.path or spec.table; give one of them",
            "s.yaml:4: error: spec.schema is missing, format csv needs it; give it",
            "s.yaml:4: error: spec.validFrom is missing, type scd2 needs it; give it",
            "s.yaml:4: error: spec.validTo is missing, type scd2 needs it; give it",
            "s.yaml:7: error: spec.eventTimestamp does not belong here:"
                + " scd2 has validFrom instead of eventTimestamp; remove it");
    assertThat(problems("spec: {format: orc}\n"))
        .containsExactly(
            "s.yaml:4: error: spec.format is 'orc'; expected one of delta, parquet, csv, jdbc");
    assertThat(problems("spec:\n"))
        .containsExactly("s.yaml:1: error: spec is missing; give the fields of a Source");
  }

  @Test
  void checksColumnsAgainstTheDeclaredSchema() {
    assertThat(
            problems(
                """
                spec:
                  format: csv
                  path: a.csv
                  schema:
                    - {name: ts, type: BIGINT}
                    - {name: TS, type: STRNG}
                    - {name: day, type: ARRAY<INT>}
                    - {name: ts, type: INT}
                  eventTimestamp: ts
                  knownAt: {column: tz, unit: s}
                  id: [seq, seq]
                """))
        .containsExactly(
            "s.yaml:9: error: spec.schema[1].type is 'STRNG'; did you mean 'STRING'?",
            "s.yaml:10: error: A CSV column cannot be ARRAY<INT>; read it as STRING",
            "s.yaml:11: error: The column ts stands twice in the schema; remove or rename one",
            "s.yaml:12: error: The times of ts cannot be read so, its type is INT;"
                + " give {column, unit} or {column, format}",
            "s.yaml:13: error: The source has no column 'tz'; did you mean 'ts'?",
            "s.yaml:14: error: 'seq' stands twice in spec.id; remove one",
            "s.yaml:14: error: The source has no column 'seq'; its columns are ts");
  }

  @Test
  void refusesSecretsInTheClearWithoutShowingThem() {
    List<String> problems =
        problems(
            """
            spec:
              format: jdbc
              url: "jdbc:x://joe:hunter2@host/db"
              table: t
              password: hunter2
              options: {fs.s3a.access.key: hunter2, sessionToken: hunter2, fetchsize: 10, o: "password=hunter2"}
            """);

    assertThat(problems)
        .containsExactly(
            "s.yaml:6: error: spec.url holds a secret in the clear; refer to it as ${env:NAME} or"
                + " ${aws-sm:arn}",
            "s.yaml:8: error: spec.password holds a secret in the clear;"
                + " refer to it as ${env:NAME} or ${aws-sm:arn}",
            "s.yaml:9: error: spec.options.fs.s3a.access.key holds a secret in the clear;"
                + " refer to it as ${env:NAME} or ${aws-sm:arn}",
            "s.yaml:9: error: spec.options.o holds a secret in the clear;"
                + " refer to it as ${env:NAME} or ${aws-sm:arn}",
            "s.yaml:9: error: spec.options.sessionToken holds a secret in the clear;"
                + " refer to it as ${env:NAME} or ${aws-sm:arn}");
    assertThat(problems).noneMatch(p -> p.contains("hunter2"));
  }

  @Test
  void refusesRelativePathsThatLeaveTheProject() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path project = Files.createDirectories(folder.resolve("p"));
    Files.createSymbolicLink(project.resolve("link"), outside);

    for (String path :
        List.of("../a", "a/../../b", "link/a.parquet", "link/../b", "*/../../a", "{.,..}/a")) {
      assertThat(problems(project, "spec: {format: parquet, path: \"" + path + "\"}\n"))
          .as(path)
          .containsExactly(
              "s.yaml:4: error: spec.path is '"
                  + path
                  + "', which leaves the project; give an absolute path or a URI");
    }
    for (String path : List.of("/a", "s3a://b/../c", "a/../b", "data/*/x", "${env:X}/../a")) {
      assertThat(problems(project, "spec: {format: parquet, path: \"" + path + "\"}\n"))
          .as(path)
          .isEmpty();
    }
  }

  @Test
  void keepsVariablesOutOfSqlAndNames() {
    assertThat(
            problems(
                """
                spec:
                  format: parquet
                  path: a
                  filter: "a = ${var:x}"
                  id: ["${var:x}"]
                  eventTimestamp: "${env:X}"
                """))
        .containsExactly(
            "s.yaml:7: error: '${var:x}' is not allowed in spec.filter; write the value itself",
            "s.yaml:8: error: '${var:x}' is not allowed in spec.id[0]; write the value itself",
            "s.yaml:9: error: '${env:X}' is not allowed in spec.eventTimestamp; write the value"
                + " itself");
  }

  private SourceDefinition load(String spec) {
    return ProjectFolder.plain(folder)
        .document("s.yaml", "Source", "{name: s}", spec)
        .load()
        .find(SourceDefinition.class, new Ref("s", 0))
        .orElseThrow()
        .definition();
  }

  private List<String> problems(String spec) {
    return problems(folder, spec);
  }

  private static List<String> problems(Path folder, String spec) {
    return ProjectFolder.plain(folder).document("s.yaml", "Source", "{name: s}", spec).problems();
  }
}
