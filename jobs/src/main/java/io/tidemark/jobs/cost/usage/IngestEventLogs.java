package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Project;
import io.tidemark.quality.store.LackingRows;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the event logs that a project names into {@code cost.run_usage}. A life that is there
 * already adds nothing, whatever its log is called now; an application that our listener has told
 * of adds nothing either. Several runs may do so at once.
 */
public final class IngestEventLogs {
  private final Run run;
  private final Project project;
  private final CostAllocationDefinition rules;

  public IngestEventLogs(Run run, Project project, CostAllocationDefinition rules) {
    this.run = run;
    this.project = project;
    this.rules = rules;
  }

  /**
   * Reads all of them; a log that cannot be read is a problem, and the others are read.
   *
   * @throws io.tidemark.lineage.definition.Refusal if the table is missing
   */
  public IngestedEventLogs ingest() {
    Configuration conf = run.spark().sessionState().newHadoopConf();
    EventLogFiles files = new EventLogFiles(project, rules, conf);
    rules.eventLogs().forEach(files::find);
    if (files.logs().isEmpty()) {
      return new IngestedEventLogs(List.of(), files.problems());
    }
    run.recordRead(
        "eventlogs:" + rules.metadata().name(),
        String.join(", ", rules.eventLogs()),
        null,
        null,
        null,
        files.bytes(),
        (long) files.logs().size(),
        null);
    Dataset<Row> read = read(files.logs(), conf).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      // The first pass reads the logs; what comes after reads what it kept.
      List<Row> found = read.drop("lives").collectAsList(); // one for each log of the listing
      return new LogReport(project, rules).of(found, added(read), files.problems());
    } finally {
      read.unpersist();
    }
  }

  private Map<String, Long> added(Dataset<Row> read) {
    try (LackingLives lacking = new LackingLives(read)) {
      LackingRows.append(run, CostTables.RUN_USAGE.ref(), lacking);
      return lacking.byLog();
    }
  }

  private Dataset<Row> read(List<EventLog> logs, Configuration conf) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    ReadEventLogs reader =
        new ReadEventLogs(context.broadcast(new SerializableConfiguration(conf)));
    List<List<EventLog>> tasks = LogTasks.of(logs, context.defaultParallelism());
    return run.spark()
        .createDataFrame(
            context.parallelize(tasks, tasks.size()).flatMap(reader), ReadEventLogs.SCHEMA);
  }
}
