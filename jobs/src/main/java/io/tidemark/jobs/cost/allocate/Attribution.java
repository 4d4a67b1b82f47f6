package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.definition.Dimension;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The dimensions of a share, and which kind of rule gave each.
 *
 * @param values without those that nothing gives
 * @param provenance dimension to the rule's word, for the dimensions of {@code values}
 */
public record Attribution(Map<Dimension, String> values, Map<Dimension, String> provenance) {
  public static final Attribution NONE = new Attribution(Map.of(), Map.of());

  public Attribution {
    values = copy(values);
    provenance = copy(provenance);
  }

  private static Map<Dimension, String> copy(Map<Dimension, String> map) {
    EnumMap<Dimension, String> copy = new EnumMap<>(Dimension.class);
    copy.putAll(map);
    return Collections.unmodifiableMap(copy);
  }
}
