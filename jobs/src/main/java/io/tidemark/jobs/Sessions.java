package io.tidemark.jobs;

import io.tidemark.lineage.WarehouseCatalog;
import io.tidemark.lineage.storage.LogStores;
import io.tidemark.lineage.storage.S3Environment;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The settings that results depend on: the same on every machine and under every submitter. */
final class Sessions {

  /** The name under which SQL knows the warehouse. */
  static final String CATALOG = "tidemark";

  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.ansi.enabled", "false"),
          Map.entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          Map.entry("spark.sql.timestampType", "TIMESTAMP_LTZ"),
          Map.entry("spark.sql.caseSensitive", "false"),
          Map.entry("spark.sql.legacy.timeParserPolicy", "CORRECTED"),
          Map.entry("spark.sql.storeAssignmentPolicy", "ANSI"),
          Map.entry("spark.sql.mapKeyDedupPolicy", "EXCEPTION"),
          Map.entry("spark.databricks.delta.autoCompact.enabled", "false"),
          // Its memory and time double with every view of a wide set: 7 views filled 2 GiB.
          Map.entry("spark.sql.constraintPropagation.enabled", "false"),
          // A row that a filter leaves out is to fit its schema too.
          Map.entry("spark.sql.csv.filterPushdown.enabled", "false"));

  /** What a query must not reach: files by path, and this machine's variables. */
  private static final Map<String, String> SQL =
      Map.of("spark.sql.runSQLOnFiles", "false", "spark.sql.variable.substitute", "false");

  private @Nullable SparkSession started;

  /** The one session of a job's process, with what it was submitted with and what Delta needs. */
  SparkSession start() {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "tidemark");
    String extensions = conf.get(EXTENSIONS, "");
    if (!extensions.contains(DELTA_EXTENSION)) {
      conf.set(
          EXTENSIONS, extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION);
    }
    conf.setIfMissing(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    LogStores.sparkSettings().forEach(conf::setIfMissing);
    started = SparkSession.builder().config(conf).getOrCreate();
    return started;
  }

  /** Ends the session if there is one. */
  void stop() {
    if (started != null) {
      started.stop();
    }
  }

  /**
   * A session of its own for one verb, with the settings that its answer depends on.
   *
   * @param warehouse what SQL knows, null for a verb that is none
   * @param environment of the process, for what it says of S3
   */
  static SparkSession forVerb(
      SparkSession spark, @Nullable String warehouse, Map<String, String> environment) {
    SparkSession session = spark.newSession();
    SortedMap<String, String> settings = new TreeMap<>(FIXED);
    settings.putAll(
        S3Environment.settings(environment, spark.sparkContext().hadoopConfiguration()));
    if (warehouse != null) {
      settings.putAll(SQL);
      settings.put("spark.sql.catalog." + CATALOG, WarehouseCatalog.class.getName());
      settings.put("spark.sql.catalog." + CATALOG + "." + WarehouseCatalog.WAREHOUSE, warehouse);
      settings.put("spark.sql.defaultCatalog", CATALOG);
    }
    settings.forEach((key, value) -> session.conf().set(key, value));
    return session;
  }
}
