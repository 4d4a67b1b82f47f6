package io.tidemark.lineage;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** Opens the sources of a project, each once, and queries over them. */
public final class InputReader {
  private final SparkSession spark;
  private final Project project;
  private final Function<Declared<SourceDefinition>, SourceTable> open;
  private final Map<String, SourceTable> sources = new HashMap<>();
  private final Map<String, Refusal> refused = new HashMap<>();

  private InputReader(
      SparkSession spark, Project project, Function<Declared<SourceDefinition>, SourceTable> open) {
    this.spark = spark;
    this.project = project;
    this.open = open;
  }

  /** Reads for a run, which records it. */
  public static InputReader reading(Run run, Project project) {
    SourceReader reader = new SourceReader(run.spark(), project);
    return new InputReader(run.spark(), project, source -> reader.read(run, source));
  }

  /** Looks at columns only. */
  public static InputReader describing(SparkSession spark, Project project) {
    return new InputReader(spark, project, new SourceReader(spark, project)::describe);
  }

  /**
   * A source's rows.
   *
   * @throws Refusal if it is missing, cannot be read or is not as declared; the same every time
   */
  public SourceTable source(Declared<SourceDefinition> source) {
    String name = source.definition().metadata().name();
    Refusal known = refused.get(name);
    if (known != null) {
      throw known;
    }
    SourceTable table = sources.get(name);
    if (table == null) {
      try {
        table = open.apply(source);
      } catch (Refusal refusal) {
        refused.put(name, refusal);
        throw refusal;
      }
      sources.put(name, table);
    }
    return table;
  }

  /**
   * A query's rows.
   *
   * @param owner the object that declares the query, {@code path} its field
   * @throws Refusal if a source cannot be read, or the text is anything but one deterministic query
   *     over {@code ref('source')}
   */
  public QueryTable query(Declared<?> owner, String path, SourceQuery query) {
    return new QueryCompiler(spark, owner, path).compile(query, this::named);
  }

  private SourceTable named(String name) {
    return source(
        project
            .find(SourceDefinition.class, new Ref(name, 0))
            .orElseThrow(() -> new IllegalStateException("the loader let a name pass: " + name)));
  }
}
