package io.tidemark.jobs;

import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.quality.check.QualityTest;
import io.tidemark.quality.definition.DataRef;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** {@code quality test}: needs the columns of the datasets, and no warehouse for sources. */
final class QualityTestJob implements Job {

  @Override
  public Answer run(JobContext context) {
    InputReader reader = InputReader.describing(context.spark(), context.project());
    return new QualityTest(
            context.spark(),
            Suites.moment(context),
            suite -> columns(context, reader, suite.dataset()))
        .test(Suites.selected(context));
  }

  private static StructType columns(JobContext context, InputReader reader, DataRef dataset) {
    if (dataset instanceof DataRef.OfSource source) {
      return context
          .project()
          .find(SourceDefinition.class, new Ref(source.name(), 0))
          .map(declared -> reader.source(declared).schema())
          .orElseThrow();
    }
    return columns(context, dataset);
  }

  private static StructType columns(JobContext context, DataRef table) {
    Project project = context.project();
    SparkSession catalog =
        Sessions.forVerb(context.spark(), project.warehouse(), context.environment());
    if (!catalog.catalog().tableExists(table.object())) {
      throw Refusal.of(
          "TABLE_MISSING",
          null,
          "there is no table " + table.object() + " in " + project.warehouse(),
          "run `tidemark apply`, or the job that writes it, first");
    }
    return catalog.table(table.object()).schema();
  }
}
