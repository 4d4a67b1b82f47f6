package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.TableSpec;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A project of two entities whose definitions are registered and views filled by hand. */
final class TrainingProject {
  static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  private static final String LOANS = "LOANS";
  private static final String CSV =
      "{format: csv, path: data/loans.csv, schema: [{name: id, type: INT}, {name: acc, type:"
          + " BIGINT}, {name: country, type: STRING}, {name: zip, type: STRING}, {name: Asked,"
          + " type: STRING}]}";

  private static final String DEFINITIONS =
      """
      apiVersion: tidemark/v1
      kind: Project
      metadata: {name: bank}
      spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
      ---
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: accounts}
      spec: {format: parquet, path: data/accounts, eventTimestamp: at, knownAt: seen, id: [no]}
      ---
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: towns}
      spec: {format: parquet, path: data/towns, eventTimestamp: at, knownAt: seen, availabilityLag: PT1H}
      ---
      apiVersion: tidemark/v1
      kind: Entity
      metadata: {name: account}
      spec: {keys: [{name: k, type: BIGINT}]}
      ---
      apiVersion: tidemark/v1
      kind: Entity
      metadata: {name: town}
      spec: {keys: [{name: country, type: STRING}, {name: zip, type: STRING}]}
      ---
      apiVersion: tidemark/v1
      kind: FeatureView
      metadata: {name: acct, version: 1}
      spec:
        entity: account
        source: accounts
        ttl: P7D
        features: [{name: v, type: INT}, {name: w, type: STRING}]
        lifecycle: {state: ACCT_STATE}
      ---
      apiVersion: tidemark/v1
      kind: FeatureView
      metadata: {name: area, version: 2}
      spec:
        entity: town
        source: towns
        features: [{name: people, type: INT}]
      ---
      apiVersion: tidemark/v1
      kind: FeatureService
      metadata: {name: risk, version: 1}
      spec:
        features:
          - {view: acct@1, select: [w, v], prefix: a_, as: {v: value}}
          - {view: area@2, select: ["*"]}
      ---
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: loans}
      spec: LOANS
      ---
      apiVersion: tidemark/v1
      kind: TrainingSet
      metadata: {name: loans}
      spec:
        spine:
          source: loans
          timestamp: {column: Asked, format: iso8601}
          keys: {k: acc}
          columns: COLUMNS
          nullTimestamps: NULLS
        service: risk@1
        knowledge: KNOWLEDGE
        diagnostics: DIAGNOSTICS
      """;

  private final SparkSession spark;
  private final Path root;

  TrainingProject(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
    definitions();
    loans(
        """
        0,1,GB,N1,2024-03-04T23:59:59.999999Z
        1,1,GB,N1,2024-03-06
        1,1,GB,N1,2024-03-06
        2,2,,N1,2024-03-06
        3,,GB,N2,2024-03-06 01:00:00+01:00
        """);
  }

  /** Writes the definitions, with words replaced: {@code KNOWLEDGE} and the like. */
  TrainingProject definitions(String... replacements) {
    String text = DEFINITIONS;
    for (int i = 0; i < replacements.length; i += 2) {
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    write(
        "project.yaml",
        text.replace("ACCT_STATE", "active")
            .replace(LOANS, CSV)
            .replace("COLUMNS", "[\"*\"]")
            .replace("NULLS", "fail")
            .replace("KNOWLEDGE", "as_known")
            .replace("DIAGNOSTICS", "true"));
    return this;
  }

  TrainingProject loans(String rows) {
    write("data/loans.csv", "id,acc,country,zip,Asked\n" + rows);
    return this;
  }

  /** Makes the spine a Parquet file of the rows of a query, whose columns the loader can't see. */
  TrainingProject parquetLoans(String query) {
    spark.sql(query).write().mode("overwrite").parquet(root.resolve("data/spine").toString());
    return definitions(LOANS, "{format: parquet, path: data/spine}");
  }

  Project load() {
    return Project.load(new LoadOptions(root, true, null, new TreeMap<>()));
  }

  /** Registers service and views, and makes the views' tables. */
  TrainingProject apply() {
    Project project = load();
    try (Run run = Warehouse.initialise(spark, project).begin(header("apply"))) {
      List<Registration> all = new ArrayList<>();
      project.all(FeatureViewDefinition.class).forEach(v -> all.add(registered(v, run)));
      project.all(FeatureServiceDefinition.class).forEach(s -> all.add(registered(s, run)));
      run.register(all);
      table(run, "acct_v1", "k BIGINT", "_id INT", "v INT, w STRING");
      table(run, "area_v2", "country STRING, zip STRING", "", "people INT");
      run.complete(0);
    }
    return this;
  }

  /** Appends rows of SQL VALUES to a view's table, as one materialisation. */
  TrainingProject store(String table, String columns, String rows) {
    try (Run run = Warehouse.open(spark, load()).begin(header("materialize"))) {
      TableRef ref = new TableRef("features", table);
      PinnedTable pinned = run.pin(ref);
      Dataset<Row> before = run.read(pinned);
      long seq = 1 + before.count();
      Dataset<Row> stored =
          spark
              .sql("SELECT * FROM VALUES " + rows + " AS t(" + columns + ")")
              .withColumn("event_ts", expr("CAST(event_ts AS TIMESTAMP)"))
              .withColumn("known_at", expr("CAST(known_at AS TIMESTAMP)"))
              .withColumn("_eff_ts", expr("greatest(event_ts, known_at)"))
              .withColumn("_deleted", lit(false))
              .withColumn("_seq", lit(seq))
              .withColumn("_bucket", lit(0))
              .withColumn("_run", lit(seq))
              .selectExpr(before.columns());
      run.append(ref, stored, new AppendSpec(pinned.version(), seq));
      run.complete(0);
    }
    return this;
  }

  TrainingProject filled() {
    store(
        "acct_v1",
        "k, event_ts, known_at, _id, v, w",
        """
        (1L, '2024-03-01', '2024-03-01 00:05:00', 1, 10, 'a'), (1L, '2024-03-05', '2024-03-05 00:05:00', 1, 20, 'b'),
        (1L, '2024-03-05', '2024-03-05 00:05:00', 2, 22, NULL), (2L, '2024-03-01', '2024-03-01', 1, NULL, 'x')\
        """);
    return store(
        "area_v2",
        "country, zip, event_ts, known_at, people",
        "('GB', 'N1', '2024-03-01', '2024-03-01', 100), ('GB', 'N2', '2024-03-06', '2024-03-01',"
            + " 7)");
  }

  /** The same project, with everything it has by now, in another folder. */
  TrainingProject copy(Path to) {
    TrainingProject copy = new TrainingProject(spark, to);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(root.relativize(file).toString());
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return copy;
  }

  Answer create() {
    return create(new CreateTrainingSet());
  }

  Answer create(PointInTimeJoin engine) {
    return create(new CreateTrainingSet(engine));
  }

  private Answer create(CreateTrainingSet verb) {
    Project project = load();
    Declared<TrainingSetDefinition> set =
        project.find(TrainingSetDefinition.class, new Ref("loans", 0)).orElseThrow();
    try (Run run = warehouse().begin(header(CreateTrainingSet.VERB))) {
      try {
        Answer answer = verb.create(run, project, set);
        run.complete(0);
        return answer;
      } catch (Refusal refusal) {
        run.fail(refusal.exitCode(), "REFUSED", refusal.getMessage());
        return Answer.refused(CreateTrainingSet.VERB, run.id(), refusal);
      }
    }
  }

  Warehouse warehouse() {
    return Warehouse.open(spark, load());
  }

  Dataset<Row> training(int version) {
    return spark
        .read()
        .format("delta")
        .load(warehouse().location(new TableRef("training", "loans_v" + version)));
  }

  Path folder(int version) {
    return root.resolve("warehouse/training/loans_v" + version);
  }

  private Registration registered(Declared<? extends Definition> declared, Run run) {
    Ref ref = declared.definition().ref();
    ObjectRow row =
        new ObjectRow(
            declared.definition().kind(),
            ref.name(),
            ref.version(),
            "active",
            null,
            null,
            null,
            null,
            declared.semanticHash(),
            declared.metadataHash(),
            declared.json(),
            NOW,
            run.id());
    return new Registration(row, List.of());
  }

  private static void table(Run run, String name, String keys, String id, String features) {
    String ddl =
        keys
            + ", event_ts TIMESTAMP, known_at TIMESTAMP, _eff_ts TIMESTAMP, _deleted BOOLEAN, "
            + (id.isEmpty() ? "" : id + ", ")
            + features
            + ", _seq BIGINT, _bucket INT, _run BIGINT";
    run.createTable(
        new TableRef("features", name),
        new TableSpec(
            org.apache.spark.sql.types.StructType.fromDDL(ddl),
            List.of("_bucket", "_run"),
            new TreeMap<>(),
            new TreeMap<>()));
  }

  private static RunHeader header(String verb) {
    return new RunHeader(verb, new TreeMap<>(), NOW, "", "local", null, null);
  }

  private void write(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
