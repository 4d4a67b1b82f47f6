package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.jobs.Jobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A project folder, and the verbs run on it as the command line runs them. */
final class ProjectFolder {

  static final String HEADER = "apiVersion: tidemark/v1\n";

  private final SparkSession spark;
  private final Path root;
  private final SortedMap<String, String> environment = new TreeMap<>();

  ProjectFolder(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path warehouse() {
    return root.resolve("warehouse");
  }

  /** Writes a file of YAML documents; each document gets its apiVersion. */
  ProjectFolder yaml(String file, String documents) {
    String text =
        Stream.of(documents.split("(?m)^---\\s*\\n"))
            .map(document -> HEADER + document)
            .collect(Collectors.joining("---\n"));
    return text(file, text);
  }

  /** The usual Project, with the warehouse beside the files. */
  ProjectFolder project() {
    return yaml(
        "project.yaml",
        """
        kind: Project
        metadata: {name: bank}
        spec:
          warehouse: ./warehouse
          defaults: {owner: ml-platform, team: risk-ml, useCase: credit}
        """);
  }

  ProjectFolder text(String file, String content) {
    return bytes(file, content.getBytes(StandardCharsets.UTF_8));
  }

  ProjectFolder bytes(String file, byte[] content) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProjectFolder replace(String file, String from, String to) {
    String before = read(file);
    assertThat(before).contains(from);
    return text(file, before.replace(from, to));
  }

  /** The line, from 1, of the first line that contains the text. */
  int line(String file, String text) {
    List<String> lines = read(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(text + " is not in " + file);
  }

  /** Writes a Parquet source from a DuckDB query. */
  ProjectFolder parquet(String file, String query) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      DuckDb.parquet(path, query);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a Delta table from a query of Spark's. */
  ProjectFolder delta(String folder, String query) {
    spark.newSession().sql(query).write().format("delta").save(root.resolve(folder).toString());
    return this;
  }

  ProjectFolder environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** A verb, its answer as JSON. */
  Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("-o", "json"));
    return runAs(spark.newSession(), all);
  }

  /** The words of a command line, split at blanks, its answer as JSON. */
  Ran verb(String words) {
    return run(words.strip().split("\\s+"));
  }

  /** A verb in a session of the caller's. */
  Ran runIn(SparkSession session, String words) {
    List<String> all = new ArrayList<>(List.of(words.strip().split("\\s+")));
    all.addAll(List.of("-o", "json"));
    return runAs(session, all);
  }

  /** Exactly these arguments, and {@code -C} if it is not among them. */
  Ran plain(String... args) {
    return runAs(spark.newSession(), List.of(args));
  }

  private Ran runAs(SparkSession session, List<String> args) {
    List<String> all = new ArrayList<>(args);
    if (!args.contains("-C")) {
      all.addAll(List.of("-C", root.toString()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Jobs.run(
            session,
            all,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    return new Ran(
        all, exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The CSV text of a query. */
  String csv(String query) {
    Ran ran = plain("sql", query, "-o", "csv");
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    return ran.out();
  }

  /** A query's rows as maps from column to JSON value. */
  List<JsonNode> sql(String query) {
    Ran ran = run("sql", query);
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    List<JsonNode> rows = new ArrayList<>();
    ran.json().forEach(rows::add);
    return rows;
  }

  /** A query's rows, each as its values' texts joined by a bar; NULL is {@code ~}. */
  List<String> lines(String query) {
    return sql(query).stream()
        .map(
            row -> {
              List<String> values = new ArrayList<>();
              row.forEach(
                  v -> values.add(v.isNull() ? "~" : v.isValueNode() ? v.asText() : v.toString()));
              return String.join("|", values);
            })
        .toList();
  }

  long number(String query) {
    return Long.parseLong(lines(query).get(0));
  }

  /** Path in the warehouse to content, for every file that the filter keeps. */
  Map<String, String> snapshot(Predicate<String> kept) {
    return snapshot(warehouse(), kept);
  }

  /** The same of any folder. */
  static Map<String, String> snapshot(Path folder, Predicate<String> kept) {
    if (!Files.exists(folder)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, String> found = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (kept.test(name)) {
          found.put(name, Digests.sha256(Files.readAllBytes(file)));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files below the project, the warehouse's included. */
  Map<String, String> files() {
    return snapshot(root, name -> true);
  }

  /** All of the warehouse. */
  Map<String, String> everything() {
    return snapshot(name -> true);
  }

  /** The warehouse less what a recorded run that failed may leave. */
  Map<String, String> everythingButRuns() {
    return snapshot(
        name ->
            !name.startsWith("_runs/")
                && !name.startsWith("registry/event/")
                && !name.startsWith("registry/run/")
                && !name.startsWith("registry/run_io/"));
  }

  /** The tables that hold users' data. */
  Map<String, String> data() {
    return snapshot(name -> name.startsWith("features/") || name.startsWith("training/"));
  }
}
