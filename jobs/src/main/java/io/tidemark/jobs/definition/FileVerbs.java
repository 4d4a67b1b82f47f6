package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Schemas;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.storage.S3Environment;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The verbs that need files and the registry only. */
public final class FileVerbs {

  static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private FileVerbs() {}

  /**
   * Does the verb's work.
   *
   * @throws Refusal for what the user can act on
   */
  public static Answer run(Invocation invocation, Map<String, String> process) {
    if (invocation.verb() == Verb.INIT) {
      return Folders.init(invocation);
    }
    if (invocation.verb() == Verb.KEYS_NEW) {
      return Keys.create(invocation);
    }
    Project project = Projects.load(invocation.options(), process);
    Names.check(invocation, project);
    Answer answer =
        switch (invocation.verb()) {
          case VALIDATE -> answer(invocation, definitions(project));
          case LIST -> answer(invocation, objects(registry(project, process)));
          case DESCRIBE ->
              answer(
                  invocation,
                  List.of(
                      new Description(project, registry(project, process)).of(invocation.name())));
          case DOCTOR ->
              throw Refusal.of(
                  "NOT_A_JOB",
                  null,
                  "doctor looks at the machine that jobs are submitted from",
                  "run it as `submit/tidemark doctor`");
          case INIT,
              DEMO,
              KEYS_NEW,
              APPLY,
              MATERIALIZE,
              MAINTAIN,
              TRAINING_SET_CREATE,
              TRAINING_SET_VERIFY,
              TRAINING_SET_REBUILD,
              TRAINING_SET_DIFF,
              TRAINING_SET_EXPLAIN,
              SCORING_SET_CREATE,
              BENCH_PIT,
              BENCH_PROFILE,
              QUALITY_RUN,
              QUALITY_GATE,
              QUALITY_TEST,
              QUALITY_HISTORY,
              QUALITY_SUGGEST,
              QUARANTINE_LIST,
              QUARANTINE_SHOW,
              QUARANTINE_RELEASE,
              QUARANTINE_DISCARD,
              COST_INGEST,
              COST_ATTRIBUTE,
              COST_REPORT,
              COST_BUDGET,
              COST_VALIDATE,
              SQL,
              REGISTRY_REBUILD ->
              throw new IllegalStateException(invocation.verb() + " is answered elsewhere");
        };
    return answer.withProblems(project.warnings());
  }

  /** The JSON Schema of a project's documents, which needs no project. */
  public static String schema() {
    String schema = Schemas.json();
    return schema.endsWith("\n") ? schema : schema + "\n";
  }

  private static Answer answer(Invocation invocation, List<Map<String, Object>> results) {
    return new Answer(invocation.verb().words(), null, Status.OK, 0, results, List.of());
  }

  private static List<Map<String, Object>> definitions(Project project) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (Declared<Definition> declared : project.all(Definition.class)) {
      counts.merge(declared.definition().kind(), 1, Integer::sum);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    counts.forEach((kind, count) -> rows.add(Map.of("kind", kind, "definitions", count)));
    return rows;
  }

  private static Registry registry(Project project, Map<String, String> process) {
    Configuration conf = new Configuration();
    S3Environment.settings(process, conf).forEach(conf::set);
    try {
      return Registry.open(conf, project.warehouse());
    } catch (Refusal refusal) {
      throw Located.in(project, refusal);
    }
  }

  private static List<Map<String, Object>> objects(Registry registry) {
    List<ObjectRow> objects = new ArrayList<>(registry.currentObjects());
    objects.sort(
        Comparator.comparing(ObjectRow::kind)
            .thenComparing(ObjectRow::name)
            .thenComparingInt(ObjectRow::version));
    return objects.stream().map(FileVerbs::row).toList();
  }

  /** A row of {@code registry.object} without its definition, under its columns' names. */
  static Map<String, Object> row(ObjectRow object) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("kind", object.kind());
    row.put("name", object.name());
    row.put("version", object.version());
    row.put("state", object.state());
    row.put("owner", object.owner());
    row.put("team", object.team());
    row.put("use_case", object.useCase());
    row.put("sensitivity", object.sensitivity());
    row.put("semantic_hash", object.semanticHash());
    row.put("metadata_hash", object.metadataHash());
    row.put("registered_at", MICROS.format(object.registeredAt()));
    row.put("run_id", object.runId());
    return row;
  }
}
