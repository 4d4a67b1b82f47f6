package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.FileSum;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableFiles;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sealed version, to be looked up anew: its frozen spine and its views, by the definitions that
 * were recorded with it, whatever the project's files say by now.
 */
record RecordedSet(
    Run run, TrainingSetRow row, RecordedManifest manifest, TrainingPlan plan, SpineRows spine) {
  private static final String RESTORE = "restore it from a copy";

  /**
   * Finds a version and its frozen spine.
   *
   * @param ref {@code name@K}, or {@code name} for the newest version
   * @throws Refusal 2 if there is no such version, 7 if its frozen spine is not what it was, 10 if
   *     that is gone, or the manifest cannot be read
   */
  static RecordedSet open(Run run, Project project, Ref ref) {
    TrainingSetRow row = SealedSets.find(run.warehouse().registry().trainingSets(), project, ref);
    RecordedManifest manifest = manifest(row);
    TrainingPlan plan = plan(project, row, manifest);
    TableRef table = TableRef.parse(row.table());
    TableFiles files = run.files(table);
    checkSpine(row, manifest, files);
    run.recordRead(
        row.table(),
        run.warehouse().location(table),
        manifest.tableId(),
        manifest.tableVersion(),
        null,
        null,
        (long) manifest.spineFiles().size(),
        null);
    List<String> spineFiles = List.copyOf(manifest.spineFiles().keySet());
    SpineRows spine = new SpineRows(files.frozen(spineFiles), SpineColumns.TIME);
    return new RecordedSet(run, row, manifest, plan, spine);
  }

  /**
   * The manifest of a version.
   *
   * @throws Refusal 10 if it cannot be read
   */
  static RecordedManifest manifest(TrainingSetRow row) {
    try {
      return RecordedManifest.read(row.manifest());
    } catch (IllegalArgumentException e) {
      throw SealedSets.refusal(
          10,
          row,
          "MANIFEST_UNREADABLE",
          "its manifest in registry.training_set cannot be read: " + e.getMessage(),
          "run `tidemark registry rebuild`, which takes it from the events");
    }
  }

  private static TrainingPlan plan(Project project, TrainingSetRow row, RecordedManifest manifest) {
    try {
      Project recorded =
          project.recorded(manifest.definitions().stream().map(RecordedSet::drawn).toList());
      Declared<TrainingSetDefinition> set =
          recorded
              .find(TrainingSetDefinition.class, new Ref(row.name(), 0))
              .orElseThrow(() -> new IllegalArgumentException("the set itself is not there"));
      return TrainingPlan.of(recorded, set);
    } catch (IllegalArgumentException e) {
      throw SealedSets.refusal(
          10,
          row,
          "MANIFEST_UNREADABLE",
          "the definitions in its manifest cannot be read: " + e.getMessage(),
          "use the version of Tidemark that made it");
    }
  }

  /** Without what chance has decided: the frozen spine is the sample, and has its parts. */
  private static Map<String, ?> drawn(Map<String, ?> definition) {
    if (!TrainingSetDefinition.KIND.equals(definition.get("kind"))) {
      return definition;
    }
    Map<String, Object> set = new TreeMap<>(definition);
    if (set.get("spec") instanceof Map<?, ?> spec) {
      Map<Object, Object> without = new TreeMap<>(spec);
      without.remove("split");
      if (spec.get("spine") instanceof Map<?, ?> spine) {
        Map<Object, Object> all = new TreeMap<>(spine);
        all.remove("sample");
        without.put("spine", all);
      }
      set.put("spec", without);
    }
    return set;
  }

  private static void checkSpine(TrainingSetRow row, RecordedManifest manifest, TableFiles files) {
    for (FileSum found : files.sums(List.copyOf(manifest.spineFiles().keySet()))) {
      FileSum recorded = Objects.requireNonNull(manifest.spineFiles().get(found.path()));
      if (found.trouble() != null) {
        throw SealedSets.refusal(
            10,
            row,
            "INPUT_GONE",
            "the file " + found.path() + " of its frozen spine " + found.trouble(),
            RESTORE);
      } else if (!Objects.equals(found.sha256(), recorded.sha256())) {
        throw SealedSets.refusal(
            7,
            row,
            "TRAINING_DIGEST_MISMATCH",
            "the file " + found.path() + " of its frozen spine was changed",
            RESTORE);
      }
    }
  }

  Knowledge knowledge() {
    return plan.set().definition().knowledge();
  }

  /** Whether the table has the columns that tell which rows were taken. */
  boolean hasDiagnostics() {
    return plan.set().definition().diagnostics();
  }

  /** Whether the rows have their parts. */
  boolean hasSplit() {
    return Arrays.asList(spine.rows().columns()).contains(SpineColumns.SPLIT);
  }

  /** The views with the rows that they had then, whatever came later. */
  List<AsOfView> viewsThen() {
    List<AsOfView> views = new ArrayList<>();
    for (TrainingPlan.View view : plan.views()) {
      TrainingSetRow.Input input = input(view);
      views.add(asOf(view, input, Objects.requireNonNullElse(input.seq(), 0L)));
    }
    return views;
  }

  /** The views with all rows that they have now. */
  List<AsOfView> viewsNow() {
    List<AsOfView> views = new ArrayList<>();
    for (TrainingPlan.View view : plan.views()) {
      views.add(asOf(view, input(view), null));
    }
    return views;
  }

  private AsOfView asOf(TrainingPlan.View view, TrainingSetRow.Input input, @Nullable Long newest) {
    PinnedTable table = stored(view, input);
    return view.asOf(run, table, SpineColumns.keys(plan, view.entity()), newest);
  }

  private TrainingSetRow.Input input(TrainingPlan.View view) {
    return row.inputs().stream()
        .filter(each -> each.name().equals(view.table().toString()))
        .findFirst()
        .orElseThrow(
            () ->
                SealedSets.refusal(
                    10,
                    row,
                    "MANIFEST_UNREADABLE",
                    "view " + view.ref() + " is not among its recorded inputs",
                    "run `tidemark registry rebuild`, which takes them from the events"));
  }

  private PinnedTable stored(TrainingPlan.View view, TrainingSetRow.Input input) {
    PinnedTable table = reading(() -> run.pin(view.table()));
    if (!table.tableId().equals(input.tableId())) {
      throw gone(
          "the table %s of view %s is another one: it was made anew since"
              .formatted(view.table(), view.ref()));
    }
    return table;
  }

  /**
   * Does work that reads inputs.
   *
   * @throws Refusal 10 if one of them is gone or cannot be read
   */
  <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      Optional<String> why = Unreadable.why(e);
      if (why.isPresent()) {
        throw gone(why.get());
      }
      throw e;
    }
  }

  private Refusal gone(String what) {
    return SealedSets.refusal(10, row, "INPUT_GONE", what, RESTORE);
  }

  /** A warning about the version. */
  Problem warn(Problem problem) {
    return Problem.warn(
        problem.code(),
        SealedSets.object(row),
        "training set " + SealedSets.text(row) + ": " + problem.message(),
        problem.fix());
  }
}
