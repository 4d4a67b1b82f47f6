package io.tidemark.lineage.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads an {@link Interval}; its JSON keeps the open ends, so that they are part of the hash. */
final class IntervalType extends ValueType<Interval> {
  private final ValueType<BigDecimal> bound;

  IntervalType(ValueType<BigDecimal> bound) {
    this.bound = bound;
  }

  @Override
  @Nullable Parsed<Interval> read(Cursor at) {
    List<Cursor> given = at.items(expects());
    if (given == null || !(at.node() instanceof SequenceNode list)) {
      return null;
    }
    int size = list.getValue().size();
    if (size != 2) {
      at.error("BAD_VALUE", at.path() + " is a list of " + size, "expected " + expects());
      return null;
    }
    Parsed<BigDecimal> lower = null;
    Parsed<BigDecimal> upper = null;
    for (Cursor each : given) {
      Parsed<BigDecimal> parsed = bound.read(each);
      if (parsed == null) {
        return null;
      }
      if (each.path().equals(Paths.item(at.path(), 0))) {
        lower = parsed;
      } else {
        upper = parsed;
      }
    }
    if (lower != null && upper != null && lower.value().compareTo(upper.value()) > 0) {
      String bounds = "[" + lower.json() + ", " + upper.json() + "]";
      at.error(
          "BAD_VALUE",
          at.path() + " is " + bounds + ", the lower bound is the greater one",
          "swap them");
      return null;
    }
    List<@Nullable Object> json = new ArrayList<>();
    json.add(lower == null ? null : lower.json());
    json.add(upper == null ? null : upper.json());
    return new Parsed<>(
        new Interval(lower == null ? null : lower.value(), upper == null ? null : upper.value()),
        json);
  }

  @Override
  String expects() {
    return "[lower, upper], null for an open end";
  }

  @Override
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", Schemas.orNull(bound.schema()));
    schema.put("minItems", 2);
    schema.put("maxItems", 2);
    return schema;
  }
}
