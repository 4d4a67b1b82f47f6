package io.tidemark.lineage.definition;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A definition and where it stands.
 *
 * @param file relative to the project, with {@code /}
 * @param line where the document begins
 * @param lines the line of every field and item: {@code spec.features[0].column}
 * @param json the resolved definition, defaults filled in and secrets not, as RFC 8785 text
 * @param semanticHash SHA-256 in hex of what decides the rows; of a view, with its source's and
 *     entity's
 * @param metadataHash SHA-256 in hex of the rest
 */
public record Declared<T extends Definition>(
    T definition,
    String file,
    int line,
    SortedMap<String, Integer> lines,
    String json,
    String semanticHash,
    String metadataHash) {

  public Declared {
    lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
  }

  /** How problems, events and tables name it: {@code FeatureView/x@1}. */
  public String object() {
    return definition.kind() + "/" + definition.ref();
  }

  /** An error at a field, or at the nearest field around it that is in the file. */
  public Problem error(String path, String code, String message, @Nullable String fix) {
    return Problem.error(code, object(), file, lineOf(path), message, fix);
  }

  /** A warning at a field, or at the nearest field around it that is in the file. */
  public Problem warn(String path, String code, String message, @Nullable String fix) {
    return Problem.warn(code, object(), file, lineOf(path), message, fix);
  }

  private int lineOf(String path) {
    return Paths.nearest(lines, path, line);
  }
}
