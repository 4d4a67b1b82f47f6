package io.tidemark.lineage.registry;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.tidemark.lineage.registry.KernelTable.Change;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The registry of one warehouse: the event log and the typed tables that are projected from it.
 * Everything goes through Delta Kernel; no Spark session is needed. Safe for use by threads.
 *
 * <p>What is wrong with the storage is a {@code Refusal} that names the place.
 */
public final class Registry {

  private final Storage storage;
  private final Engine engine;
  private final EventLog events;

  private Registry(Storage storage) {
    this.storage = storage;
    this.engine = DefaultEngine.create(storage.configuration());
    this.events = new EventLog(table(Tables.EVENT));
  }

  /**
   * Opens the registry of a warehouse that {@code tidemark apply} has made. A missing warehouse, a
   * folder that is none, another layout and a missing event log are refused.
   */
  public static Registry open(Configuration conf, String warehouse) {
    Storage storage = new Storage(conf, warehouse);
    Layout.check(storage);
    Registry registry = new Registry(storage);
    registry.table(Tables.EVENT).newest();
    return registry;
  }

  /** Makes the registry of a missing or empty warehouse; opens the one that is there. */
  public static Registry initialise(Configuration conf, String warehouse) {
    Storage storage = new Storage(conf, warehouse);
    if (Layout.initialise(storage) || isBegunOnly(storage)) {
      new Registry(storage).create(Tables.EVENT);
    }
    Registry registry = open(conf, warehouse);
    Tables.TYPED.keySet().forEach(registry::create);
    return registry;
  }

  /** A warehouse whose making was cut short, or goes on elsewhere: the event log comes first. */
  private static boolean isBegunOnly(Storage storage) {
    String event = Tables.folder(Tables.EVENT);
    String registry = event.substring(0, event.indexOf('/'));
    return List.of(Layout.FILE, registry).containsAll(storage.list(""))
        && List.of(event.substring(registry.length() + 1)).containsAll(storage.list(registry));
  }

  /** True if there is a warehouse; false if the folder is missing or empty. */
  public static boolean exists(Configuration conf, String warehouse) {
    return !new Storage(conf, warehouse).isEmpty();
  }

  private void create(String name) {
    table(name).create("{}");
  }

  KernelTable table(String name) {
    return new KernelTable(engine, storage.path(Tables.folder(name)), name, Tables.schema(name));
  }

  Storage storage() {
    return storage;
  }

  Engine engine() {
    return engine;
  }

  /** The event log. */
  public EventLog events() {
    return events;
  }

  /** The current row of every object, by kind, name and version. */
  public List<ObjectRow> currentObjects() {
    Map<String, ObjectRow> current = new LinkedHashMap<>();
    read(Tables.OBJECT).stream()
        .map(ObjectRow::of)
        .sorted(
            Comparator.comparing(ObjectRow::kind)
                .thenComparing(ObjectRow::name)
                .thenComparingInt(ObjectRow::version)
                .thenComparing(ObjectRow::registeredAt)
                .thenComparing(ObjectRow::runId))
        .forEach(row -> current.put(row.object(), row));
    return List.copyOf(current.values());
  }

  /** Every dependency that any applied definition has or had. */
  public List<DependencyRow> dependencies() {
    return read(Tables.DEPENDENCY).stream().map(DependencyRow::of).toList();
  }

  /** Every sealed training set, by name and version. */
  public List<TrainingSetRow> trainingSets() {
    return read(Tables.TRAINING_SET).stream()
        .map(TrainingSetRow::of)
        .sorted(
            Comparator.comparing(TrainingSetRow::name).thenComparingInt(TrainingSetRow::version))
        .toList();
  }

  /** The newest sealed version of a training set. */
  public Optional<TrainingSetRow> trainingSet(String name) {
    return trainingSets().stream()
        .filter(row -> row.name().equals(name))
        .reduce((older, newer) -> newer);
  }

  /** Every run that has ended, in the order of their starts. */
  public List<RunRow> runs() {
    return read(Tables.RUN).stream()
        .map(RunRow::of)
        .sorted(Comparator.comparing(RunRow::startedAt).thenComparing(RunRow::runId))
        .toList();
  }

  /** What all ended runs read and wrote. */
  public List<RunIoRow> runIo() {
    return read(Tables.RUN_IO).stream().map(RunIoRow::of).toList();
  }

  /**
   * The event times that successful materialisations of a view have covered so far.
   *
   * @param viewRef {@code name@N}
   * @param table the view's table, {@code features.name_vN}
   */
  public List<Coverage> coverage(String viewRef, String table) {
    return events.coverage(viewRef, table);
  }

  /** The runs whose coverage of a view's table is known. */
  public Set<String> covering(String viewRef, String table) {
    return events.covering(viewRef, table);
  }

  /** What a run said when it started; empty if there is no such run. */
  public Optional<SortedMap<String, Object>> started(String runId) {
    return events.stream(EventLog.streamOf(runId)).stream().findFirst().map(Event::payload);
  }

  /** The same, of the table that a view of that name and version has. */
  public List<Coverage> coverage(String viewRef) {
    return coverage(viewRef, "features." + viewRef.replace("@", "_v"));
  }

  /** True if a run has neither ended nor been found lost, as far as this host can tell. */
  public boolean isRunning(String runId) {
    return LostRuns.isRunning(this, runId);
  }

  /** Ends every run whose process died before it could say so. */
  public void endLostRuns() {
    LostRuns.sweep(this);
  }

  /** True if no other run is open in this warehouse. */
  public boolean isAlone(String runId) {
    return LostRuns.isAlone(this, runId);
  }

  /** Keeps the log of a run's driver beside its plan and its result. */
  public void keepLog(String runId, Path log) {
    storage.copy(log, "_runs/" + runId + "/driver.log");
  }

  private List<Cells> read(String table) {
    return table(table).newest().rows(List.of(), null);
  }

  /** Appends what an ended run's events stand for, unless it is there already. */
  void appendProjection(Projection rows) {
    for (String name : Tables.TYPED.keySet()) {
      List<List<Object>> mine = rows.rows(name);
      if (!mine.isEmpty()) {
        table(name)
            .commit(
                EventLog.engineInfo(rows.runId(), -1),
                at -> Change.append(missing(name, rows.runId(), mine, at)));
      }
    }
  }

  private static List<List<Object>> missing(
      String name, String runId, List<List<Object>> rows, KernelSnapshot at) {
    if (name.equals(Tables.DEPENDENCY)) {
      Set<List<Object>> there =
          at.rows(List.of(), null).stream()
              .map(cells -> DependencyRow.of(cells).toRow())
              .collect(Collectors.toSet());
      return rows.stream().filter(row -> !there.contains(row)).toList();
    }
    boolean there =
        at.rows(List.of("run_id"), KernelSnapshot.equal("run_id", runId)).stream()
            .anyMatch(cells -> runId.equals(cells.text("run_id")));
    return there ? List.of() : rows;
  }

  /**
   * Replaces every typed table by what the event log says. Runs without an end are left out; they
   * append their own rows when they end.
   *
   * @param runId the run that does so
   */
  public void rebuild(String runId) {
    LostRuns.sweepLog(this);
    for (String name : Tables.TYPED.keySet()) {
      KernelTable table = table(name);
      table.create(EventLog.engineInfo(runId, -1));
      table.commit(EventLog.engineInfo(runId, -1), at -> new Change(project(name), true));
    }
  }

  private List<List<Object>> project(String name) {
    List<List<Object>> rows = new ArrayList<>();
    events
        .streams()
        .forEach(
            (stream, list) -> rows.addAll(Projection.of(EventLog.runOf(stream), list).rows(name)));
    return name.equals(Tables.DEPENDENCY) ? List.copyOf(new LinkedHashSet<>(rows)) : rows;
  }

  /** When a file of the warehouse was written, by the clock of the storage. */
  Instant modified(String relative) {
    return Instant.ofEpochMilli(storage.modified(relative));
  }
}
