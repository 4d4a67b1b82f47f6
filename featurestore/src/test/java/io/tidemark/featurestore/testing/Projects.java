package io.tidemark.featurestore.testing;

import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.materialize.Materialize;
import io.tidemark.featurestore.plan.Apply;
import io.tidemark.featurestore.training.CreateTrainingSet;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A project in a folder, and the verbs run on it. */
public final class Projects {
  private final SparkSession spark;
  private final Path root;

  /** A project with nothing but its Project document. */
  public Projects(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
    yaml(
        "project.yaml",
        """
        kind: Project
        metadata: {name: bank}
        spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
        """);
  }

  /** Writes a file of documents, each with its apiVersion. */
  public Projects yaml(String file, String documents) {
    String text =
        Arrays.stream(documents.split("(?m)^---\\s*\\n"))
            .map(d -> "apiVersion: tidemark/v1\n" + d)
            .reduce((a, b) -> a + "---\n" + b)
            .orElseThrow();
    return text(file, text);
  }

  public Projects text(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file over another. */
  public Projects copy(String from, String to) {
    try {
      return text(to, Files.readString(root.resolve(from)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Projects edit(String file, String from, String to) {
    try {
      String before = Files.readString(root.resolve(file));
      if (!before.contains(from)) {
        throw new IllegalArgumentException(from + " is not in " + file);
      }
      return text(file, before.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes rows as one Parquet folder, over what is there. */
  public Projects parquet(String folder, Dataset<Row> rows) {
    rows.coalesce(1).write().mode("overwrite").parquet(root.resolve(folder).toString());
    return this;
  }

  /** Writes a query's rows. */
  public Projects parquet(String folder, String query) {
    return parquet(folder, spark.sql(query));
  }

  public Path root() {
    return root;
  }

  public Path folder(String table) {
    return root.resolve("warehouse").resolve(table.replace('.', '/'));
  }

  /** The rows of a table as it is now. */
  public Dataset<Row> table(String name) {
    return spark.read().format("delta").load(folder(name).toString());
  }

  public Project load() {
    return Project.load(new LoadOptions(root, true, null, new TreeMap<>()));
  }

  public Answer apply() {
    return apply(Instant.parse("2024-01-01T00:00:00Z"));
  }

  public Answer apply(Instant now) {
    Project project = load();
    return verb(
        "apply", Warehouse.initialise(spark, project), now, run -> new Apply(run, project).run());
  }

  /** Materialises views, all active ones if none are named. */
  public Answer materialize(
      Instant now, @Nullable LocalDate from, @Nullable LocalDate to, String... views) {
    Project project = load();
    List<Ref> refs = Arrays.stream(views).map(Ref::parse).toList();
    return verb(
        "materialize",
        Warehouse.open(spark, project),
        now,
        run -> new Materialize(run, project).run(refs, from, to));
  }

  /** Creates the next version of a training set. */
  public Answer create(Instant now, String set) {
    Project project = load();
    Declared<TrainingSetDefinition> declared =
        project.find(TrainingSetDefinition.class, new Ref(set, 0)).orElseThrow();
    return verb(
        CreateTrainingSet.VERB,
        Warehouse.open(spark, project),
        now,
        run -> new CreateTrainingSet().create(run, project, declared));
  }

  private static Answer verb(
      String verb, Warehouse warehouse, Instant now, Function<Run, Answer> work) {
    RunHeader header = new RunHeader(verb, new TreeMap<>(), now, "", "local", "t", "u");
    try (Run run = warehouse.begin(header)) {
      Answer answer;
      try {
        answer = work.apply(run);
      } catch (Refusal refusal) {
        answer = Answer.refused(verb, run.id(), refusal);
      }
      if (answer.exitCode() == 0) {
        run.complete(0);
      } else {
        run.fail(answer.exitCode(), "Refusal", null);
      }
      return answer;
    }
  }
}
