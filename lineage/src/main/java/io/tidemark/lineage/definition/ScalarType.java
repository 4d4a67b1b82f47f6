package io.tidemark.lineage.definition;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value written as one scalar.
 *
 * <p>The parser answers null, or throws IllegalArgumentException with a better word on what is
 * expected, where the text is not such a value.
 */
final class ScalarType<T> extends ValueType<T> {
  private final String expects;
  private final Variables.Allowed allowed;
  private final Map<String, Object> schema;
  private final boolean blankIsAbsent;
  private final Reader<T> parser;
  private final Function<T, Object> json;

  /** Reads the text of a scalar. */
  interface Reader<T> {
    @Nullable T read(String text, Cursor at);
  }

  ScalarType(
      String expects,
      Variables.Allowed allowed,
      Map<String, Object> schema,
      boolean blankIsAbsent,
      Reader<T> parser,
      Function<T, Object> json) {
    this.expects = expects;
    this.allowed = allowed;
    this.schema = schema;
    this.blankIsAbsent = blankIsAbsent;
    this.parser = parser;
    this.json = json;
  }

  @Override
  @Nullable Parsed<T> read(Cursor at) {
    String text = at.text(allowed, expects);
    if (text == null) {
      return null;
    }
    int before = at.reading().problems().size();
    T value;
    try {
      value = parser.read(text, at);
    } catch (IllegalArgumentException e) {
      at.wrong(text, e.getMessage() == null ? expects : e.getMessage());
      return null;
    }
    if (value == null) {
      if (at.reading().problems().size() == before) {
        at.wrong(text, expects);
      }
      return null;
    }
    return new Parsed<>(value, json.apply(value));
  }

  @Override
  String expects() {
    return expects;
  }

  @Override
  Map<String, Object> schema() {
    return schema;
  }

  @Override
  boolean absent(Cursor at) {
    String raw = at.raw();
    return super.absent(at) || (blankIsAbsent && raw != null && raw.isBlank());
  }
}
