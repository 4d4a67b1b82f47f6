package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Suites over real data whose faults are known: found where they are, and nowhere else. */
@ExtendWith(SparkExtension.class)
class RealDataQualityTest {
  private static final String NOW = " --now 2020-06-02T02:00:00Z";
  private static final List<String> MONTHS =
      List.of("2019-01", "2019-02", "2019-03", "2020-03", "2020-04", "2020-05");

  private static final String TAXI =
      """
      kind: Source
      metadata: {name: taxi_NAME}
      spec:
        format: csv
        path: DATA/yellow_tripdata_sample_MONTH.csv
        schema:
          - {name: vendor_id, type: INT}
          - {name: pickup_datetime, type: STRING}
          - {name: dropoff_datetime, type: STRING}
          - {name: passenger_count, type: INT}
          - {name: trip_distance, type: DOUBLE}
          - {name: rate_code_id, type: INT}
          - {name: store_and_fwd_flag, type: STRING}
          - {name: pickup_location_id, type: INT}
          - {name: dropoff_location_id, type: INT}
          - {name: payment_type, type: INT}
          - {name: fare_amount, type: DOUBLE}
          - {name: extra, type: DOUBLE}
          - {name: mta_tax, type: DOUBLE}
          - {name: tip_amount, type: DOUBLE}
          - {name: tolls_amount, type: DOUBLE}
          - {name: improvement_surcharge, type: DOUBLE}
          - {name: total_amount, type: DOUBLE}
          - {name: congestion_surcharge, type: DOUBLE}
      ---
      kind: QualitySuite
      metadata: {name: taxi_NAME}
      spec:
        dataset: {source: taxi_NAME}
        rules:
          - {id: five, type: not_null, columns: [vendor_id, passenger_count, rate_code_id, store_and_fwd_flag, payment_type], tolerance: 0.01}
          - {id: empty_cabs, type: range, column: passenger_count, min: 1, onNull: skip, tolerance: 0.1}
          - {id: trips, type: row_count, between: [10000, 10000]}
          - {id: stops_later, type: sql_row, expr: dropoff_datetime >= pickup_datetime}
          - {id: ways_to_pay, type: accepted_values, column: payment_type, values: [1, 2, 3, 4], onNull: skip}
          - {id: surcharge, type: not_null, columns: [congestion_surcharge], severity: warn}
      """;

  @Test
  void theFaultsOfTheTaxisAreFoundInTheirMonths(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Path data = SharedData.folder("taxi").toRealPath();
    StringBuilder documents = new StringBuilder();
    for (String month : MONTHS) {
      documents.append(
          (documents.isEmpty() ? "" : "---\n")
              + TAXI.replace("NAME", month.replace('-', '_'))
                  .replace("MONTH", month)
                  .replace("DATA", data.toString()));
    }
    ProjectFolder project = applied(spark, folder, documents.toString());
    Ran ran = project.verb("quality run" + NOW);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(7);
    assertThat(
            project.lines(
                "SELECT suite, rule_id, rows_failed FROM quality.result"
                    + " WHERE status = 'fail' ORDER BY suite"))
        .containsExactly(
            "taxi_2019_02|empty_cabs|1579",
            "taxi_2020_03|five|134",
            "taxi_2020_04|five|803",
            "taxi_2020_05|five|1675");
    assertThat(
            project.lines(
                "SELECT suite, rule_id, rows_failed FROM quality.result WHERE rows_failed > 0 AND"
                    + " status <> 'fail' AND suite IN ('taxi_2019_01', 'taxi_2019_03') AND rule_id"
                    + " IN ('five', 'empty_cabs', 'surcharge') ORDER BY suite, rule_id"))
        .contains("taxi_2019_01|surcharge|6327", "taxi_2019_03|empty_cabs|199");
    assertThat(
            project.lines(
                "SELECT column_name, num_nulls FROM quality.profile"
                    + " WHERE object = 'source:taxi_2020_05' AND num_nulls > 0 ORDER BY 1"))
        .contains("vendor_id|1675", "payment_type|1675");
  }

  @Test
  void theNullsOfTheAdultsAreCounted(SparkSession spark, @TempDir Path folder) throws Exception {
    Path data = SharedData.folder("adults").toRealPath();
    ProjectFolder project =
        applied(
            spark,
            folder,
            """
            kind: Source
            metadata: {name: adults}
            spec: {format: parquet, path: DATA/adults.parquet}
            ---
            kind: QualitySuite
            metadata: {name: adults}
            spec:
              dataset: {source: adults}
              defaults: {severity: warn}
              rules:
                - {id: workclass, type: not_null, columns: [workclass]}
                - {id: occupation, type: not_null, columns: [occupation]}
                - {id: country, type: not_null, columns: [native-country]}
                - {id: age, type: not_null, columns: [age]}
            """
                .replace("DATA", data.toString()));
    project.verb("quality run" + NOW).written();
    assertThat(
            project.lines(
                "SELECT rule_id, rows_evaluated, rows_failed, status FROM quality.result ORDER BY"
                    + " 1"))
        .containsExactly(
            "age|48842|0|pass",
            "country|48842|857|warn",
            "occupation|48842|2809|warn",
            "workclass|48842|2799|warn");
  }

  @Test
  void theDependenciesOfTheHospitalsFindTheTypingErrors(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Path data = SharedData.folder("hospital").toRealPath();
    Hospitals hospitals = Hospitals.read(spark, data);
    List<Hospitals.Dependency> dependencies = hospitals.dependencies();
    assertThat(dependencies).hasSize(15);
    StringBuilder schema = new StringBuilder();
    hospitals
        .columns()
        .forEach(name -> schema.append("      - {name: %s, type: STRING}\n".formatted(name)));
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < dependencies.size(); i++) {
      rules.append(
          "    - {id: fd_%02d, type: functional_dependency, determinant: %s, dependent: %s}\n"
              .formatted(i, dependencies.get(i).determinant(), dependencies.get(i).dependent()));
    }
    ProjectFolder project =
        applied(
            spark,
            folder,
            """
            kind: Source
            metadata: {name: hospitals}
            spec:
              format: csv
              path: DATA/hospital.csv
              schema:
            SCHEMA---
            kind: QualitySuite
            metadata: {name: hospitals}
            spec:
              dataset: {source: hospitals}
              defaults: {onNull: skip}
              rules:
            RULES\
            """
                .replace("DATA", data.toString())
                .replace("SCHEMA", schema)
                .replace("RULES", rules));
    assertThat(project.verb("quality run" + NOW).exitCode()).isEqualTo(7);

    List<String> expected = new ArrayList<>();
    Set<Hospitals.Cell> found = new HashSet<>();
    for (int i = 0; i < dependencies.size(); i++) {
      Set<Hospitals.Cell> failing = hospitals.failing(dependencies.get(i));
      expected.add("fd_%02d|%d".formatted(i, failing.size()));
      found.addAll(failing);
    }
    assertThat(project.lines("SELECT rule_id, rows_failed FROM quality.result ORDER BY rule_id"))
        .isEqualTo(expected);

    Set<Hospitals.Cell> wrong = hospitals.wrong();
    assertThat(wrong).hasSize(509);
    Set<String> dependents = new HashSet<>();
    dependencies.forEach(each -> dependents.add(each.dependent()));
    double hits = found.stream().filter(wrong::contains).count();
    double reachable = wrong.stream().filter(cell -> dependents.contains(cell.column())).count();
    System.out.printf(
        "hospitals: 15 dependencies find %d cells, %.0f of the 509 wrong ones: precision %.3f,"
            + " recall %.3f, of the cells that a dependency is about %.3f%n",
        found.size(), hits, hits / found.size(), hits / wrong.size(), hits / reachable);
    assertThat(hits / found.size()).isGreaterThan(0.5);
    assertThat(hits / reachable).isGreaterThan(0.5);
  }

  private static ProjectFolder applied(SparkSession spark, Path folder, String documents) {
    ProjectFolder project = new ProjectFolder(spark, folder).project();
    project.yaml("suites.yaml", documents);
    project.verb("apply" + NOW).written();
    return project;
  }
}
