package io.tidemark.lineage;

import static org.apache.spark.sql.functions.hash;

import io.tidemark.lineage.definition.Column;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Format;
import io.tidemark.lineage.definition.Jdbc;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the sources of a project. A CSV has exactly its declared columns, and a row that does not
 * fit fails the job that reads it, whichever columns the job needs; {@link SourceTable#refusal}
 * turns that failure into words. A Delta table is read at the version it has when it is opened.
 */
public final class SourceReader {
  private final SparkSession spark;
  private final Project project;

  public SourceReader(SparkSession spark, Project project) {
    this.spark = spark;
    this.project = project;
  }

  /**
   * Opens a source for a run, which records that it was read.
   *
   * @throws Refusal if it is missing, cannot be read or is not as declared
   */
  public SourceTable read(Run run, Declared<SourceDefinition> source) {
    SourceTable table = open(source, true);
    run.recordRead(
        table.name(),
        table.location(),
        table.tableId(),
        table.version(),
        table.fingerprint(),
        table.bytes(),
        table.files(),
        source.definition().filter());
    return table;
  }

  /**
   * Opens a source to see its columns; its rows are not looked at.
   *
   * @throws Refusal if it is missing or cannot be read
   */
  public SourceTable describe(Declared<SourceDefinition> source) {
    return open(source, false);
  }

  SourceTable open(Declared<SourceDefinition> source, boolean checked) {
    String location = location(source);
    try {
      SourceTable table = opened(source, location, checked);
      String filter = source.definition().filter();
      return filter == null
          ? table
          : withRows(
              table,
              table.rows().where(Predicates.compile(source, "spec.filter", filter, table.rows())));
    } catch (Exception e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      Optional<Refusal> known = SourceTable.refusal(source, location, e);
      throw known.isPresent() ? known.get() : unreadable(source, location, e);
    }
  }

  private SourceTable opened(Declared<SourceDefinition> source, String location, boolean checked) {
    SourceDefinition definition = source.definition();
    if (definition.format() == Format.JDBC) {
      return new SourceTable(source, jdbc(source).load(), location, null, null, null, null, null);
    }
    boolean named = definition.table() != null;
    if (definition.format() == Format.DELTA || named) {
      Dataset<Row> newest = load(source, Map.of());
      Optional<Snapshot> snapshot = ScalaInterop.deltaSnapshot(newest);
      if (snapshot.isEmpty()) {
        return new SourceTable(source, newest, location, null, null, null, null, null);
      }
      Snapshot pinned = snapshot.get();
      boolean travels =
          definition.options().keySet().stream()
              .anyMatch(o -> o.toLowerCase(Locale.ROOT).endsWith("asof"));
      Dataset<Row> rows =
          travels ? newest : load(source, Map.of("versionAsOf", Long.toString(pinned.version())));
      return new SourceTable(
          source,
          rows,
          location,
          pinned.metadata().id(),
          pinned.version(),
          null,
          pinned.numOfFiles(),
          pinned.sizeInBytes());
    }
    Configuration conf = spark.sessionState().newHadoopConf();
    SourceFiles files = SourceFiles.list(source, project, conf);
    DataFrameReader reader = spark.read();
    String[] roots = files.roots().toArray(String[]::new);
    Dataset<Row> rows =
        definition.format() == Format.CSV
            ? csv(source, reader, files, conf, checked)
            : reader.options(options(source)).parquet(roots);
    return new SourceTable(
        source,
        rows,
        location,
        null,
        null,
        files.fingerprint(),
        (long) files.files().size(),
        files.bytes());
  }

  private Dataset<Row> csv(
      Declared<SourceDefinition> source,
      DataFrameReader reader,
      SourceFiles files,
      Configuration conf,
      boolean checked) {
    SourceDefinition definition = source.definition();
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.put("header", "true");
    options.put("nullValue", "");
    options.put("quote", "\"");
    options.put("escape", "\"");
    options.put("multiLine", "false");
    options.put("timeZone", "UTC");
    options.putAll(options(source));
    // Without these Spark cuts long rows, and looks only at the columns a query needs.
    options.put("mode", "FAILFAST");
    options.put("columnPruning", "false");
    options.put("enableDateTimeParsingFallback", "false");
    CsvChecks checks = new CsvChecks(source, location(source), options);
    checks.headers(files.files(), conf);
    if (checked) {
      checks.lines(spark, files.files(), conf);
    }
    CsvFields fields = new CsvFields(options);
    StructType schema = new StructType();
    List<org.apache.spark.sql.Column> typed = new ArrayList<>();
    for (Column column : definition.schema()) {
      DataType type = Columns.type(column.type());
      schema = schema.add(column.name(), fields.read(type));
      typed.add(fields.typed(column.name(), type).as(column.name()));
    }
    Dataset<Row> rows =
        reader
            .schema(schema)
            .options(options)
            .csv(files.roots().toArray(String[]::new))
            .select(typed.toArray(org.apache.spark.sql.Column[]::new));
    org.apache.spark.sql.Column[] all =
        definition.schema().stream()
            .map(c -> Columns.named(c.name()))
            .toArray(org.apache.spark.sql.Column[]::new);
    // Always true; it makes Spark convert every field, so that no bad one goes unseen.
    return rows.where(hash(all).leq(Integer.MAX_VALUE));
  }

  private Dataset<Row> load(Declared<SourceDefinition> source, Map<String, String> more) {
    DataFrameReader reader = spark.read().options(options(source)).options(more);
    String table = source.definition().table();
    return table != null
        ? reader.table(project.secret(source, "spec.table", table))
        : reader.format("delta").load(path(source));
  }

  private String path(Declared<SourceDefinition> source) {
    return project.resolvePath(
        source, "spec.path", Objects.requireNonNull(source.definition().path()));
  }

  private DataFrameReader jdbc(Declared<SourceDefinition> source) {
    Jdbc jdbc = Objects.requireNonNull(source.definition().jdbc());
    DataFrameReader reader =
        spark
            .read()
            .format("jdbc")
            .options(options(source))
            .option("url", project.secret(source, "spec.url", jdbc.url()));
    if (jdbc.table() != null) {
      reader = reader.option("dbtable", project.secret(source, "spec.table", jdbc.table()));
    }
    if (jdbc.query() != null) {
      reader = reader.option("query", jdbc.query());
    }
    if (jdbc.user() != null) {
      reader = reader.option("user", project.secret(source, "spec.user", jdbc.user()));
    }
    if (jdbc.password() != null) {
      reader = reader.option("password", project.secret(source, "spec.password", jdbc.password()));
    }
    return reader;
  }

  private Map<String, String> options(Declared<SourceDefinition> source) {
    Map<String, String> resolved = new TreeMap<>();
    source
        .definition()
        .options()
        .forEach((k, v) -> resolved.put(k, project.secret(source, "spec.options." + k, v)));
    return resolved;
  }

  private String location(Declared<SourceDefinition> declared) {
    SourceDefinition source = declared.definition();
    if (source.path() != null) {
      // A path that names a secret is recorded as it was declared.
      return source.path().contains("${") ? source.path() : path(declared);
    }
    return source.table() != null ? source.table() : Objects.requireNonNull(source.jdbc()).url();
  }

  private static SourceTable withRows(SourceTable table, Dataset<Row> rows) {
    return new SourceTable(
        table.declared(),
        rows,
        table.location(),
        table.tableId(),
        table.version(),
        table.fingerprint(),
        table.files(),
        table.bytes());
  }

  private static RuntimeException unreadable(
      Declared<SourceDefinition> source, String location, Exception e) {
    if (e instanceof AnalysisException || !(e instanceof RuntimeException failure)) {
      return new Refusal(
          2,
          List.of(
              SourceTable.problem(
                  source,
                  "SOURCE_UNREADABLE",
                  "it cannot be read: %s".formatted(Predicates.plain(e.getMessage())),
                  "correct the source or its declaration")),
          e);
    }
    return failure;
  }
}
