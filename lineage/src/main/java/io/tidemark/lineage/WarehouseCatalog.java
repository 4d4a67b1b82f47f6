package io.tidemark.lineage;

import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The warehouse's tables under their names, to read: {@code tidemark.features.x_v1}, also {@code
 * VERSION AS OF} and {@code TIMESTAMP AS OF}. Its one option, {@code warehouse}, is the folder.
 *
 * <p>Writes are refused: everything written goes through a {@link Run}.
 */
public final class WarehouseCatalog implements TableCatalog, SupportsNamespaces {

  /** The option that names the warehouse's folder. */
  public static final String WAREHOUSE = "warehouse";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
  private static final String TRAINING = "training";

  private String name = "";
  private @Nullable Path root;
  private @Nullable Set<String> sealed;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    String warehouse = options.get(WAREHOUSE);
    root = warehouse == null ? null : new Path(warehouse);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Table loadTable(Identifier id) throws NoSuchTableException {
    return table(id, null);
  }

  @Override
  public Table loadTable(Identifier id, Set<TableWritePrivilege> privileges) {
    throw readOnly();
  }

  @Override
  public Table loadTable(Identifier id, String version) throws NoSuchTableException {
    try {
      return table(id, Long.parseLong(version));
    } catch (NumberFormatException e) {
      throw Refusal.of(
          "VERSION_INVALID",
          text(id),
          "VERSION AS OF '" + version + "' is not a version of " + text(id),
          "give a number; DESCRIBE HISTORY " + text(id) + " lists them");
    }
  }

  /** The table as of the last commit at or before a time; a time to come is now. */
  @Override
  public Table loadTable(Identifier id, long micros) throws NoSuchTableException {
    DeltaTableV2 table = table(id, null);
    Timestamp at = Timestamp.from(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    long version =
        table.deltaLog().history().getActiveCommitAtTime(at, true, true, false).version();
    return table(id, version);
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    Path folder = folder(namespace);
    List<Identifier> tables = new ArrayList<>();
    for (String each : folders(folder)) {
      if (isTable(namespace[0], each)) {
        tables.add(Identifier.of(namespace, each));
      }
    }
    return tables.toArray(new Identifier[0]);
  }

  @Override
  public String[][] listNamespaces() {
    return folders(root()).stream().map(each -> new String[] {each}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    folder(namespace);
    return new String[0][];
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    return Map.of(SupportsNamespaces.PROP_LOCATION, folder(namespace).toString());
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw readOnly();
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw readOnly();
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw readOnly();
  }

  @Override
  public Table createTable(
      Identifier id, StructType schema, Transform[] partitions, Map<String, String> properties) {
    throw readOnly();
  }

  @Override
  public Table alterTable(Identifier id, TableChange... changes) {
    throw readOnly();
  }

  @Override
  public boolean dropTable(Identifier id) {
    throw readOnly();
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw readOnly();
  }

  private DeltaTableV2 table(Identifier id, @Nullable Long version) throws NoSuchTableException {
    String[] namespace = id.namespace();
    if (namespace.length != 1
        || !isName(namespace[0])
        || !isName(id.name())
        || !isTable(namespace[0], id.name())) {
      throw new NoSuchTableException(id);
    }
    Path path = new Path(new Path(root(), namespace[0]), id.name());
    return ScalaInterop.deltaTable(
        SparkSession.active(), path, name + "." + namespace[0] + "." + id.name(), version);
  }

  private boolean isTable(String schema, String table) {
    Path log = new Path(new Path(new Path(root(), schema), table), "_delta_log");
    try {
      return fileSystem().exists(log)
          && (!schema.equals(TRAINING) || sealed().contains(TRAINING + "." + table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A training table that no event seals is a leftover and does not exist. */
  private Set<String> sealed() {
    if (sealed == null) {
      Set<String> tables = new HashSet<>();
      for (TrainingSetRow row : Registry.open(conf(), root().toString()).trainingSets()) {
        tables.add(row.table());
      }
      sealed = tables;
    }
    return sealed;
  }

  private Path folder(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length != 1 || !folders(root()).contains(namespace[0])) {
      throw new NoSuchNamespaceException(namespace);
    }
    return new Path(root(), namespace[0]);
  }

  private List<String> folders(Path parent) {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem().listStatus(parent)) {
        if (status.isDirectory() && isName(status.getPath().getName())) {
          names.add(status.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.sort(null);
    return names;
  }

  private static boolean isName(String folder) {
    return NAME.matcher(folder).matches() && !folder.startsWith("_");
  }

  private Path root() {
    if (root == null) {
      throw Refusal.of(
          "CATALOG_WITHOUT_WAREHOUSE",
          null,
          "the catalog " + name + " has no warehouse",
          "set spark.sql.catalog." + name + "." + WAREHOUSE + " to the warehouse's folder");
    }
    return root;
  }

  private FileSystem fileSystem() throws IOException {
    return root().getFileSystem(conf());
  }

  private static Configuration conf() {
    return SparkSession.active().sessionState().newHadoopConf();
  }

  private static String text(Identifier id) {
    return String.join(".", Arrays.asList(id.namespace())) + "." + id.name();
  }

  private static Refusal readOnly() {
    return Refusal.of(
        "READ_ONLY",
        null,
        "the warehouse's tables are read only in SQL",
        "write through a verb: apply, materialize, training-set create");
  }
}
