package io.tidemark.featurestore.training;

import io.tidemark.lineage.FileSum;
import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The manifest of a training set: RFC 8785 text, 64-bit numbers as text, nothing null. */
final class Manifest {
  static final String LAYOUT = "tidemark/training-set/v1";

  private Manifest() {}

  /** How one view was answered. */
  record ViewFigures(String view, String way, long matched, long seq, @Nullable Long corrected) {

    Map<String, Object> toResult() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("view", view);
      result.put("way", way);
      result.put("matched", matched);
      result.put("seq", seq);
      return result;
    }
  }

  /**
   * Writes it.
   *
   * @param row everything that registry.training_set has a column for; its manifest is not read
   */
  static String write(
      TrainingSetRow row,
      TrainingPlan plan,
      Computation.Written written,
      SortedMap<String, String> engines) {
    SortedMap<String, Object> json = new TreeMap<>();
    json.put("layout", LAYOUT);
    json.put("name", row.name());
    json.put("version", row.version());
    json.put("table", row.table());
    json.put("table_id", written.table().tableId());
    json.put("table_version", Long.toString(written.table().version()));
    json.put("definition_hash", row.definitionHash());
    json.put(
        "service",
        Map.of(
            "name", plan.service().definition().ref().toString(),
            "semantic_hash", plan.service().semanticHash()));
    json.put("knowledge", row.knowledge());
    json.put("now", row.now().toString());
    json.put("run_id", row.runId());
    json.put("rows", Long.toString(row.rows()));
    json.put("spine_checksum", written.spine().checksum());
    json.put("spine_rows", Long.toString(written.spine().read()));
    json.put("immature_rows", Long.toString(written.spine().immature()));
    json.put("content_digest", row.contentDigest());
    json.put("columns", row.columns().stream().map(Manifest::column).toList());
    json.put("inputs", row.inputs().stream().map(Manifest::input).toList());
    json.put("views", written.views().stream().map(Manifest::view).toList());
    json.put("engines", engines);
    json.put("files", written.files().stream().map(Manifest::file).toList());
    json.put("spine", written.frozen());
    json.put("spine_files", written.frozenFiles().stream().map(Manifest::file).toList());
    json.put("spine_columns", written.kept());
    json.put(
        "definitions",
        plan.definitions().stream().map(each -> CanonicalJson.read(each.json())).toList());
    return CanonicalJson.write(json);
  }

  /** The figures of the views that a manifest holds, in service order. */
  static List<ViewFigures> views(String manifest) {
    List<ViewFigures> views = new ArrayList<>();
    if (CanonicalJson.read(manifest).get("views") instanceof List<?> list) {
      for (Object each : list) {
        Map<?, ?> view = (Map<?, ?>) each;
        Object corrected = view.get("matched_as_corrected");
        views.add(
            new ViewFigures(
                String.valueOf(view.get("view")),
                String.valueOf(view.get("way")),
                Long.parseLong(String.valueOf(view.get("matched"))),
                Long.parseLong(String.valueOf(view.get("seq"))),
                corrected == null ? null : Long.valueOf(corrected.toString())));
      }
    }
    return views;
  }

  private static Map<String, Object> column(TrainingSetRow.Column column) {
    return Map.of(
        "name", column.name(),
        "type", column.type(),
        "nulls", Long.toString(column.nulls()),
        "checksum", column.checksum());
  }

  static Map<String, Object> input(TrainingSetRow.Input input) {
    Map<String, Object> json = new TreeMap<>();
    json.put("name", input.name());
    putIfPresent(json, "semantic_hash", input.semanticHash());
    putIfPresent(json, "table_id", input.tableId());
    putIfPresent(json, "version", input.version());
    putIfPresent(json, "seq", input.seq());
    putIfPresent(json, "fingerprint", input.fingerprint());
    return json;
  }

  private static Map<String, Object> file(FileSum file) {
    return Map.of(
        "path", file.path(),
        "bytes", Long.toString(file.bytes()),
        "sha256", Objects.requireNonNull(file.sha256()));
  }

  private static Map<String, Object> view(ViewFigures view) {
    Map<String, Object> json = new TreeMap<>();
    json.put("view", view.view());
    json.put("way", view.way());
    json.put("matched", Long.toString(view.matched()));
    json.put("seq", Long.toString(view.seq()));
    putIfPresent(json, "matched_as_corrected", view.corrected());
    return json;
  }

  private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value.toString());
    }
  }
}
