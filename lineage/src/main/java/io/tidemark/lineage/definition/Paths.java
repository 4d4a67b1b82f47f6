package io.tidemark.lineage.definition;

import java.util.Map;

/** Paths of fields inside a document: {@code spec.features[0].column}. */
final class Paths {
  private Paths() {}

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /** The line of a field, or of the nearest one around it that has one. */
  static int nearest(Map<String, Integer> lines, String path, int otherwise) {
    for (String p = path; !p.isEmpty(); p = parent(p)) {
      Integer at = lines.get(p);
      if (at != null) {
        return at;
      }
    }
    return otherwise;
  }

  private static String parent(String path) {
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return cut < 0 ? "" : path.substring(0, cut);
  }
}
