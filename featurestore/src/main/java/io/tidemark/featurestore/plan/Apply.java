package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.LabelViewDefinition;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.InputRows;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableSpec;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Registration;
import io.tidemark.quality.store.QualityTables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code apply}: makes the fixed tables and those of new views, and registers what is new
 * or described otherwise. An applied version is frozen: an edit that changes what its rows mean is
 * refused, and then nothing is applied. Nothing is ever deleted.
 */
public final class Apply {
  private static final String VERB = "apply";
  private static final String DRAFT = "draft";

  private final Run run;
  private final Project project;
  private final Applied applied;
  private final InputReader reader;
  private final List<Problem> problems = new ArrayList<>();
  private final Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private @Nullable Users users;

  public Apply(Run run, Project project) {
    this.run = run;
    this.project = project;
    this.applied = Applied.of(run.warehouse().registry());
    this.reader = InputReader.describing(run.spark(), project);
  }

  /** What becomes of an object. */
  private enum Change {
    CREATED("created"),
    METADATA("metadata"),
    NONE("none");

    private final String word;

    Change(String word) {
      this.word = word;
    }
  }

  private record NewTable(FeatureTable table, TableSpec spec) {}

  /**
   * Applies the project.
   *
   * @return every view, service and label view with what became of it
   * @throws Refusal with everything that is wrong; then nothing was changed
   */
  public Answer run() {
    Map<String, Change> changes = new TreeMap<>();
    List<NewTable> tables = new ArrayList<>();
    List<Registration> registrations = new ArrayList<>();
    for (Declared<FeatureViewDefinition> view : project.all(FeatureViewDefinition.class)) {
      FeatureTable table = FeatureTable.of(project, view);
      boolean there = run.warehouse().exists(table.ref());
      Change change = change(view, () -> !there || run.newestSeq(run.pin(table.ref())) == 0);
      if (change == Change.CREATED || !there) {
        spec(table).ifPresent(spec -> tables.add(new NewTable(table, spec)));
      }
      if (change != Change.NONE) {
        registrations.add(Registrations.ofView(view, at, run.id()));
      }
      changes.put(view.object(), there ? change : Change.CREATED);
    }
    for (Declared<FeatureServiceDefinition> service : project.all(FeatureServiceDefinition.class)) {
      Change change = change(service, () -> false);
      if (change != Change.NONE) {
        registrations.add(Registrations.ofService(service, at, run.id()));
      }
      changes.put(service.object(), change);
    }
    for (Declared<LabelViewDefinition> label : project.all(LabelViewDefinition.class)) {
      Change change = change(label, () -> false);
      if (change == Change.CREATED) {
        check(label);
      }
      if (change != Change.NONE) {
        registrations.add(Registrations.ofLabel(label, at, run.id()));
      }
      changes.put(label.object(), change);
    }
    if (!problems.isEmpty()) {
      throw new Refusal(2, problems);
    }
    boolean made = !QualityTables.make(run).isEmpty();
    tables.forEach(each -> run.makeTable(each.table().ref(), each.spec()));
    if (!registrations.isEmpty()) {
      run.register(registrations);
    }
    return answer(changes, made);
  }

  private Change change(Declared<?> declared, BooleanSupplier hasNoRows) {
    Optional<ObjectRow> found = applied.find(declared);
    if (found.isEmpty()) {
      return Change.CREATED;
    }
    ObjectRow row = found.get();
    if (same(row, declared)) {
      return row.metadataHash().equals(declared.metadataHash())
              && row.definition().equals(declared.json())
          ? Change.NONE
          : Change.METADATA;
    }
    if (row.state().equals(DRAFT) && hasNoRows.getAsBoolean()) {
      return Change.CREATED;
    }
    problems.add(
        Applied.edited(
            row,
            declared,
            "APPLIED_VERSION_EDITED",
            " was applied and is frozen, " + users().of(declared) + ": ",
            "undo the edit, or declare it as version %d"
                .formatted(declared.definition().metadata().version() + 1)));
    return Change.NONE;
  }

  private static boolean same(ObjectRow row, Declared<?> declared) {
    return row.semanticHash().equals(declared.semanticHash());
  }

  /** The table's columns, once the source has been seen to have what the view needs. */
  private Optional<TableSpec> spec(FeatureTable table) {
    return described(() -> spec(table, table.open(reader)));
  }

  private void check(Declared<LabelViewDefinition> label) {
    LabelViewDefinition definition = label.definition();
    described(
        () ->
            LabelSource.of(
                label,
                found(EntityDefinition.class, definition.entity()).definition(),
                reader.source(found(SourceDefinition.class, definition.source()))));
  }

  private <T extends Definition> Declared<T> found(Class<T> type, String name) {
    return project
        .find(type, new Ref(name, 0))
        .orElseThrow(() -> new IllegalStateException("the loader let a reference pass: " + name));
  }

  /** What is made of a source's columns; empty with the problems gathered. */
  private <T> Optional<T> described(Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (Refusal refusal) {
      for (Problem problem : refusal.problems()) {
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
      }
      return Optional.empty();
    }
  }

  private static TableSpec spec(FeatureTable table, InputRows rows) {
    return table.spec(ViewSource.of(table, rows).rows().schema());
  }

  private Users users() {
    if (users == null) {
      users = new Users(project, run.warehouse().registry());
    }
    return users;
  }

  private Answer answer(Map<String, Change> changes, boolean made) {
    List<Map<String, Object>> results = new ArrayList<>();
    changes.forEach(
        (object, change) -> {
          Map<String, Object> result = new LinkedHashMap<>();
          result.put("object", object);
          result.put("change", change.word);
          results.add(result);
        });
    boolean changed = made || changes.values().stream().anyMatch(c -> c != Change.NONE);
    return new Answer(
        VERB, run.id(), changed ? Status.OK : Status.UNCHANGED, 0, results, List.of());
  }
}
