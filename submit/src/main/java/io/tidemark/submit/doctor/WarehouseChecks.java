package io.tidemark.submit.doctor;

import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.storage.LogStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The project, if there is one, and the warehouse that it names. */
final class WarehouseChecks {

  private static final String PROJECT = "project";
  private static final String WAREHOUSE = "warehouse";
  private static final String LOG_STORE = "log store";

  /** What Delta commits to safely by itself: renaming there fails if the name is taken. */
  private static final Set<String> ATOMIC = Set.of("hdfs", "viewfs", "abfs", "abfss");

  private final GlobalOptions options;
  private final Map<String, String> environment;
  private final List<String> jars;
  private String scheme = "";

  /**
   * The checks for a project.
   *
   * @param jars the names of those that jobs run with
   */
  WarehouseChecks(GlobalOptions options, Map<String, String> environment, List<String> jars) {
    this.options = options;
    this.environment = environment;
    this.jars = List.copyOf(jars);
  }

  /** The scheme of the warehouse; empty if there is none. Known once the findings are. */
  String scheme() {
    return scheme;
  }

  List<Finding> findings() {
    Project project;
    String warehouse;
    try {
      project = Projects.load(options, environment);
      warehouse = project.warehouse();
    } catch (Refusal refusal) {
      return List.of(project(refusal), logStore(null));
    }
    scheme = scheme(warehouse);
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(PROJECT, "definitions hold, in " + project.root()));
    findings.add(
        scheme.equals("file")
            ? local(warehouse)
            : Finding.ok(WAREHOUSE, warehouse + ", not opened: only this machine is looked at"));
    findings.add(logStore(warehouse));
    return findings;
  }

  private Finding project(Refusal refusal) {
    Problem first = refusal.problems().get(0);
    if (options.project() == null && first.code().equals("PROJECT_NOT_FOUND")) {
      return Finding.ok(PROJECT, "none here; name one with -C to have its warehouse looked at");
    }
    boolean several =
        refusal.problems().stream().anyMatch(p -> p.code().equals("DUPLICATE_PROJECT"));
    if (options.project() == null && several) {
      return Finding.ok(PROJECT, "several below; name one with -C to have its warehouse looked at");
    }
    long errors = refusal.problems().stream().filter(Problem::isError).count();
    return Finding.fail(
        PROJECT,
        first.message() + (errors > 1 ? ", and " + (errors - 1) + " more" : ""),
        "`tidemark validate` shows where");
  }

  private static Finding local(String warehouse) {
    Path folder = Path.of(warehouse.replaceFirst("^file:/*", "/"));
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.fail(WAREHOUSE, there + " cannot be written", "grant the right there");
    }
    Finding space;
    try {
      space = MachineChecks.space(WAREHOUSE, folder, Files.getFileStore(there).getUsableSpace());
    } catch (IOException e) {
      return Finding.fail(WAREHOUSE, there + " cannot be read", "check the disk");
    }
    try {
      Registry.open(new Configuration(), warehouse);
      return new Finding(WAREHOUSE, space.level(), "layout 1, " + space.detail(), space.fix());
    } catch (Refusal refusal) {
      Problem problem = refusal.problems().get(0);
      if (problem.code().equals("WAREHOUSE_MISSING")) {
        return new Finding(
            WAREHOUSE,
            space.level(),
            "not made yet, which `tidemark apply` does; " + space.detail(),
            space.fix());
      }
      return Finding.fail(
          WAREHOUSE, problem.message(), problem.fix() == null ? "restore it" : problem.fix());
    }
  }

  /** What commits to the warehouse's tables; of all that is known if there is no warehouse. */
  private Finding logStore(@Nullable String warehouse) {
    Map<String, String> stores = LogStores.sparkSettings();
    if (warehouse == null) {
      List<String> schemes =
          stores.keySet().stream().map(key -> key.replaceAll(".*[.](\\w+)[.]impl", "$1")).toList();
      return Finding.ok(LOG_STORE, "safe commits to " + String.join(", ", schemes));
    }
    String store = stores.get("spark.delta.logStore." + scheme + ".impl");
    if (scheme.equals("s3a") && jars.stream().noneMatch(jar -> jar.startsWith("hadoop-aws"))) {
      return Finding.fail(
          LOG_STORE,
          "s3a: the Spark that jobs run on has no hadoop-aws",
          "unset SPARK_HOME, or add hadoop-aws 3.4 and the AWS SDK to its jars");
    }
    if (store != null) {
      return Finding.ok(LOG_STORE, scheme + ": " + store.substring(store.lastIndexOf('.') + 1));
    }
    return ATOMIC.contains(scheme)
        ? Finding.ok(LOG_STORE, scheme + ": Delta's own")
        : Finding.warn(
            LOG_STORE,
            scheme + ": none, so that of two writers at once one may be lost",
            "let one job at a time write, and say warehouseWriters: single");
  }

  private static String scheme(String warehouse) {
    int colon = warehouse.indexOf(':');
    return colon > 1 ? warehouse.substring(0, colon) : "file";
  }
}
