package io.tidemark.lineage;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.registry.Recorder;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.RunStart;
import io.tidemark.lineage.registry.Storage;
import io.tidemark.lineage.storage.LogStores;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The folder of Delta tables that is a project's whole state. Tables are read and written through a
 * {@link Run} only.
 *
 * <p>What is wrong with the folder or its storage is a {@code Refusal} that names the place.
 */
public final class Warehouse {

  private final SparkSession spark;
  private final Path project;
  private final Storage storage;
  private final boolean singleWriter;
  private final Engine engine;
  private final Registry registry;

  private Warehouse(
      SparkSession spark, Path project, Storage storage, boolean singleWriter, Registry registry) {
    this.spark = spark;
    this.project = project;
    this.storage = storage;
    this.singleWriter = singleWriter;
    this.engine = DefaultEngine.create(storage.configuration());
    this.registry = registry;
    // INT96, Spark's default, has no statistics.
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
  }

  /** Opens what {@code tidemark apply} has made; refused when it is missing or not laid out. */
  public static Warehouse open(SparkSession spark, Project project) {
    return open(spark, project.root(), project.warehouse(), project.definition().singleWriter());
  }

  static Warehouse open(SparkSession spark, Path project, String root) {
    return open(spark, project, root, false);
  }

  private static Warehouse open(
      SparkSession spark, Path project, String root, boolean singleWriter) {
    Storage storage = new Storage(spark.sessionState().newHadoopConf(), root);
    return new Warehouse(
        spark,
        project,
        storage,
        singleWriter,
        Registry.open(storage.configuration(), storage.root()));
  }

  /** Makes a missing or empty warehouse, or opens the one that is there. */
  public static Warehouse initialise(SparkSession spark, Project project) {
    return initialise(
        spark, project.root(), project.warehouse(), project.definition().singleWriter());
  }

  static Warehouse initialise(SparkSession spark, Path project, String root) {
    return initialise(spark, project, root, false);
  }

  private static Warehouse initialise(
      SparkSession spark, Path project, String root, boolean singleWriter) {
    Storage storage = new Storage(spark.sessionState().newHadoopConf(), root);
    requireSafeCommits(spark, storage, singleWriter);
    return new Warehouse(
        spark,
        project,
        storage,
        singleWriter,
        Registry.initialise(storage.configuration(), storage.root()));
  }

  private static void requireSafeCommits(
      SparkSession spark, Storage storage, boolean singleWriter) {
    if (!singleWriter) {
      SparkConf settings = spark.sparkContext().getConf();
      LogStores.requireSafeCommits(
          storage.root(),
          key -> settings.contains(key) ? settings.get(key) : null,
          storage.configuration());
    }
  }

  /**
   * Opens a run: lost runs are recorded first, then RUN_STARTED. Refused where commits of several
   * writers could be lost and the project does not say that there is one writer only.
   */
  public Run begin(RunHeader header) {
    requireSafeCommits(spark, storage, singleWriter);
    CodeVersion code = CodeVersion.of(project);
    Recorder recorder =
        Recorder.begin(
            registry,
            new RunStart(
                header.verb(),
                header.params(),
                header.now(),
                header.environment(),
                header.target(),
                header.team(),
                header.useCase(),
                header.job(),
                header.attempt(),
                header.parentRunId(),
                header.planDigest(),
                code.commit(),
                code.dirty(),
                versions(),
                spark.sparkContext().applicationId()));
    return new Run(this, recorder, header.now());
  }

  /** What was registered and recorded in this warehouse. */
  public Registry registry() {
    return registry;
  }

  /** True if the table's folder holds a Delta table. */
  public boolean exists(TableRef table) {
    return folder(table).head().isPresent();
  }

  /** The folder of a table, whether it is there or not. */
  public String location(TableRef table) {
    return storage.path(relative(table));
  }

  SparkSession spark() {
    return spark;
  }

  DeltaFolder folder(TableRef table) {
    return new DeltaFolder(engine, storage, relative(table));
  }

  TableFiles files(TableRef table, String runId) {
    return new TableFiles(spark, registry, storage, relative(table), runId);
  }

  private static String relative(TableRef table) {
    return table.schema() + "/" + table.name();
  }

  /** Versions of what works here: spark, delta, java, tidemark. */
  public SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("spark", spark.version());
    versions.put("delta", io.delta.package$.MODULE$.VERSION());
    versions.put("java", System.getProperty("java.version"));
    versions.put(
        "tidemark",
        Objects.requireNonNullElse(
            Warehouse.class.getPackage().getImplementationVersion(), "development"));
    return versions;
  }
}
