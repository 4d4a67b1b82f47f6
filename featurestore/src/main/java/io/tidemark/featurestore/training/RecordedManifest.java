package io.tidemark.featurestore.training;

import io.tidemark.lineage.FileSum;
import io.tidemark.lineage.audit.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A manifest that is read again: what of it is needed to prove a version and to make it anew.
 *
 * @param files of the table, by path relative to its folder
 * @param spine where the spine is frozen, relative to the table's folder
 * @param spineFiles the files there, as {@code files}
 * @param spineColumns the names of the spine columns kept
 * @param definitions the set, and everything it names, as declared then
 * @param views how each view was answered then
 */
record RecordedManifest(
    String tableId,
    long tableVersion,
    SortedMap<String, FileSum> files,
    String spine,
    SortedMap<String, FileSum> spineFiles,
    List<String> spineColumns,
    List<Map<String, ?>> definitions,
    List<Manifest.ViewFigures> views) {

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is no manifest, or one of another layout
   */
  static RecordedManifest read(String manifest) {
    Map<String, Object> json = CanonicalJson.read(manifest);
    if (!Manifest.LAYOUT.equals(json.get("layout"))) {
      throw new IllegalArgumentException("its layout is " + json.get("layout"));
    }
    List<Map<String, ?>> definitions = new ArrayList<>();
    for (Object each : list(json, "definitions")) {
      Map<String, Object> definition = new TreeMap<>();
      map(each, "definitions").forEach((key, value) -> definition.put(key.toString(), value));
      definitions.add(definition);
    }
    try {
      return new RecordedManifest(
          text(json, "table_id"),
          Long.parseLong(text(json, "table_version")),
          files(json, "files"),
          text(json, "spine"),
          files(json, "spine_files"),
          list(json, "spine_columns").stream().map(Object::toString).toList(),
          definitions,
          Manifest.views(manifest));
    } catch (ClassCastException e) {
      throw new IllegalArgumentException("it has another form", e);
    }
  }

  /** Every file of the version: those of the table and of its frozen spine. */
  SortedMap<String, FileSum> allFiles() {
    SortedMap<String, FileSum> all = new TreeMap<>(files);
    all.putAll(spineFiles);
    return all;
  }

  private static SortedMap<String, FileSum> files(Map<String, Object> json, String name) {
    SortedMap<String, FileSum> files = new TreeMap<>();
    for (Object each : list(json, name)) {
      Map<?, ?> file = map(each, name);
      String path = text(file, "path");
      files.put(
          path, new FileSum(path, Long.parseLong(text(file, "bytes")), text(file, "sha256"), null));
    }
    return files;
  }

  private static List<?> list(Map<String, Object> json, String name) {
    if (json.get(name) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("it has no " + name);
  }

  private static Map<?, ?> map(Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("something of its " + name + " is no object");
  }

  private static String text(Map<?, ?> json, String name) {
    if (json.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it has no " + name);
  }
}
