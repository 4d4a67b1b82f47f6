package io.tidemark.jobs;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.Moment;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What a quality verb is about: its suites, and when. */
final class Suites {

  private Suites() {}

  /** Those that are named, or all. */
  static List<Declared<QualitySuiteDefinition>> selected(JobContext context) {
    Project project = context.project();
    List<String> names = context.invocation().names();
    return project.all(QualitySuiteDefinition.class).stream()
        .filter(suite -> names.isEmpty() || names.contains(suite.definition().metadata().name()))
        .toList();
  }

  /** The day that is named, or the one before the clock's. */
  static Moment moment(JobContext context) {
    LocalDate date = context.invocation().options().date();
    return new Moment(
        date == null ? LocalDate.ofInstant(context.now(), ZoneOffset.UTC).minusDays(1) : date,
        context.now());
  }
}
