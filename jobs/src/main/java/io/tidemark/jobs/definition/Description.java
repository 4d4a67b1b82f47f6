package io.tidemark.jobs.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.registry.DependencyRow;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that is known of one object: as applied, else as declared. */
final class Description {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Project project;
  private final List<ObjectRow> objects;
  private final List<DependencyRow> dependencies;
  private final List<TrainingSetRow> sets;

  Description(Project project, Registry registry) {
    this.project = project;
    this.objects = registry.currentObjects();
    this.dependencies = registry.dependencies();
    this.sets = registry.trainingSets();
  }

  /**
   * One object.
   *
   * @param name {@code name@N}, {@code name} of a kind without versions, or either after {@code
   *     Kind/}
   */
  Map<String, Object> of(String name) {
    for (ObjectRow object : objects) {
      if (named(name, object.object())) {
        return applied(object);
      }
    }
    Optional<TrainingSetRow> set =
        sets.stream()
            .filter(
                each ->
                    named(name, "TrainingSet/" + each.name())
                        || named(name, "TrainingSet/" + each.name() + "@" + each.version()))
            .max(Comparator.comparingInt(TrainingSetRow::version));
    if (set.isPresent()) {
      return set(set.get());
    }
    for (Declared<Definition> declared : project.all(Definition.class)) {
      if (named(name, declared.object())) {
        return declared(declared);
      }
    }
    throw Names.unknown("UNKNOWN_NAME", "object", name, known());
  }

  private static boolean named(String name, String object) {
    return name.equals(object) || name.equals(object.substring(object.indexOf('/') + 1));
  }

  private List<String> known() {
    TreeSet<String> names = new TreeSet<>();
    objects.forEach(object -> names.add(object.name() + "@" + object.version()));
    sets.forEach(set -> names.add(set.name()));
    project.all(Definition.class).forEach(each -> names.add(each.definition().ref().toString()));
    return List.copyOf(names);
  }

  private Map<String, Object> applied(ObjectRow object) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("object", object.object());
    row.putAll(FileVerbs.row(object));
    row.put("versions", versions(object));
    row.put("columns", columns(object.kind(), definition(object.definition())));
    row.put("dependencies", dependencies(object));
    row.put("dependents", dependents(object));
    row.put("definition", definition(object.definition()));
    return row;
  }

  private Map<String, Object> declared(Declared<Definition> declared) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("object", declared.object());
    row.put("kind", declared.definition().kind());
    row.put("name", declared.definition().metadata().name());
    row.put("version", declared.definition().ref().version());
    row.put(
        "state",
        declared.definition() instanceof TrainingSetDefinition ? "declared" : "not applied");
    row.put("file", declared.file());
    row.put("line", declared.line());
    row.put("definition", definition(declared.json()));
    if (declared.definition().ref().version() == 0) {
      row.remove("version");
    }
    return row;
  }

  private Map<String, Object> set(TrainingSetRow set) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("object", "TrainingSet/" + set.name());
    row.put("kind", "TrainingSet");
    row.put("name", set.name());
    row.put("version", set.version());
    row.put("state", set.state());
    row.put("table", set.table());
    row.put("rows", set.rows());
    row.put("knowledge", set.knowledge());
    row.put("now", FileVerbs.MICROS.format(set.now()));
    row.put("created_at", FileVerbs.MICROS.format(set.createdAt()));
    row.put("run_id", set.runId());
    row.put(
        "versions",
        sets.stream()
            .filter(each -> each.name().equals(set.name()))
            .map(TrainingSetRow::version)
            .sorted()
            .toList());
    List<Object> columns = new ArrayList<>();
    for (TrainingSetRow.Column column : set.columns()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("name", column.name());
      shown.put("type", column.type());
      shown.put("nulls", column.nulls());
      columns.add(shown);
    }
    row.put("columns", columns);
    row.put("inputs", set.inputs().stream().map(TrainingSetRow.Input::name).toList());
    row.put("manifest", definition(set.manifest()));
    return row;
  }

  private List<Integer> versions(ObjectRow object) {
    return objects.stream()
        .filter(each -> each.kind().equals(object.kind()) && each.name().equals(object.name()))
        .map(ObjectRow::version)
        .sorted()
        .toList();
  }

  private List<String> dependencies(ObjectRow object) {
    return dependencies.stream()
        .filter(
            each ->
                each.kind().equals(object.kind())
                    && each.name().equals(object.name())
                    && each.version() == object.version())
        .map(each -> object(each.onKind(), each.onName(), each.onVersion()))
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> dependents(ObjectRow object) {
    return dependencies.stream()
        .filter(
            each ->
                each.onKind().equals(object.kind())
                    && each.onName().equals(object.name())
                    && each.onVersion() == object.version())
        .map(each -> object(each.kind(), each.name(), each.version()))
        .distinct()
        .sorted()
        .toList();
  }

  private static String object(String kind, String name, int version) {
    return kind + "/" + name + (version == 0 ? "" : "@" + version);
  }

  private static List<Object> columns(String kind, Object definition) {
    List<Object> columns = new ArrayList<>();
    if (kind.equals("FeatureView")
        && definition instanceof Map<?, ?> document
        && document.get("spec") instanceof Map<?, ?> spec
        && spec.get("features") instanceof List<?> features) {
      for (Object each : features) {
        if (each instanceof Map<?, ?> feature) {
          Map<String, @Nullable Object> column = new LinkedHashMap<>();
          column.put("name", feature.get("name"));
          column.put("type", feature.get("type"));
          column.put("sensitivity", feature.get("sensitivity"));
          columns.add(column);
        }
      }
    }
    return columns;
  }

  private static Object definition(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      return json;
    }
  }
}
