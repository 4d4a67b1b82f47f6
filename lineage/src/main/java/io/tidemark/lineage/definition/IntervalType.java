package io.tidemark.lineage.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
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
      at.error("BAD_VALUE", at.path() + " has " + size + " items", "expected " + expects());
      return null;
    }
    @Nullable BigDecimal[] bounds = new BigDecimal[2];
    @Nullable Object[] json = new Object[2];
    for (Cursor each : given) {
      Parsed<BigDecimal> parsed = bound.read(each);
      if (parsed == null) {
        return null;
      }
      int index = each.path().endsWith("[0]") ? 0 : 1;
      bounds[index] = parsed.value();
      json[index] = parsed.json();
    }
    BigDecimal lower = bounds[0];
    BigDecimal upper = bounds[1];
    if (lower != null && upper != null && lower.compareTo(upper) > 0) {
      at.error(
          "BAD_VALUE",
          at.path() + " is [" + json[0] + ", " + json[1] + "], the lower bound is the greater one",
          "swap them");
      return null;
    }
    return new Parsed<>(new Interval(lower, upper), new ArrayList<>(Arrays.asList(json)));
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
