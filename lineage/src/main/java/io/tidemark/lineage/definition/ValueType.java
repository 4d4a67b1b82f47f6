package io.tidemark.lineage.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a value is written in YAML: one declaration that reading, messages, defaults and the JSON
 * Schema all follow. Made by {@link Types}.
 */
public abstract class ValueType<T> {
  ValueType() {}

  /** Reads a value; null after a problem was reported. */
  abstract @Nullable Parsed<T> read(Cursor at);

  /** What a message says was expected. */
  abstract String expects();

  /** The JSON Schema of the value as the YAML 1.2 core schema loads it. */
  abstract Map<String, Object> schema();

  /** True if nothing stands there. */
  boolean absent(Cursor at) {
    return at.isNull();
  }
}
