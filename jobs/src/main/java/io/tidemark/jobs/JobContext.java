package io.tidemark.jobs;

import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Project;
import java.io.PrintStream;
import java.time.Instant;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;

/**
 * What a job has to work with.
 *
 * @param now the one clock, microseconds
 * @param environment of the process
 * @param out where a result goes that is too large for an answer
 * @param interruption whether somebody asked it to end
 */
record JobContext(
    SparkSession spark,
    Project project,
    Invocation invocation,
    Instant now,
    SortedMap<String, String> environment,
    PrintStream out,
    Interruption interruption) {

  /** How the run is recorded. */
  RunHeader header() {
    Metadata metadata = project.definition().metadata();
    String target = invocation.options().target();
    SortedMap<String, String> params = invocation.params();
    return new RunHeader(
        invocation.verb().words(),
        params,
        now,
        project.environment(),
        target == null ? project.definition().target() : target,
        metadata.team(),
        metadata.useCase());
  }
}
