package io.tidemark.submit.doctor;

import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Status;
import io.tidemark.submit.target.SparkHome;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code doctor}: says what jobs will meet on this machine. Looks at files only, changes none. */
public final class Doctor {

  private final SparkHome spark;
  private final Map<String, String> environment;

  /**
   * A doctor.
   *
   * @param environment the process environment; of credentials only the names are ever shown
   */
  public Doctor(SparkHome spark, Map<String, String> environment) {
    this.spark = spark;
    this.environment = Map.copyOf(environment);
  }

  /** Runs every check; the exit code is 2 if one of them failed. */
  public Answer run(GlobalOptions options) {
    Path temp = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    Path java = Path.of(System.getProperty("java.home"));
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new JavaChecks(java, environment).findings());
    findings.addAll(new SparkChecks(spark, java).findings());
    findings.addAll(new MachineChecks(temp, spark.distribution(), Clock.systemUTC()).findings());
    WarehouseChecks warehouse = new WarehouseChecks(options, environment, spark.jarNames());
    findings.addAll(warehouse.findings());
    findings.addAll(new CredentialChecks(environment, warehouse.scheme()).findings());
    return answer(findings);
  }

  static Answer answer(List<Finding> findings) {
    List<Problem> problems = new ArrayList<>();
    for (Finding finding : findings) {
      String code = finding.check().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
      String message = finding.check() + ": " + finding.detail();
      switch (finding.level()) {
        case FAIL -> problems.add(Problem.error(code, null, message, finding.fix()));
        case WARN -> problems.add(Problem.warn(code, null, message, finding.fix()));
        case OK -> {}
      }
    }
    boolean failed = problems.stream().anyMatch(Problem::isError);
    return new Answer(
        Verb.DOCTOR.words(),
        null,
        failed ? Status.REFUSED : Status.OK,
        failed ? 2 : 0,
        findings.stream().map(Finding::row).toList(),
        problems);
  }
}
