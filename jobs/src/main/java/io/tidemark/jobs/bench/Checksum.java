package io.tidemark.jobs.bench;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of an answer: counts and exact sums of its columns, by the measure's name. They
 * do not depend on the order of rows. NULL is the sum of nothing.
 */
record Checksum(Map<String, @Nullable BigDecimal> values) {

  Checksum {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Of numbers as an engine gives them, in the order of the names. */
  static Checksum of(List<String> names, List<? extends @Nullable Object> numbers) {
    Map<String, @Nullable BigDecimal> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), exact(numbers.get(i)));
    }
    return new Checksum(values);
  }

  /** The names of what is not equal; empty for equal answers. */
  List<String> differences(Checksum other) {
    List<String> differences = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (!other.values.containsKey(name) || !same(value, other.values.get(name))) {
            differences.add(name);
          }
        });
    other.values.keySet().stream()
        .filter(name -> !values.containsKey(name))
        .forEach(differences::add);
    return differences;
  }

  private static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.compareTo(b) == 0;
  }

  private static @Nullable BigDecimal exact(@Nullable Object number) {
    if (number == null) {
      return null;
    } else if (number instanceof BigDecimal decimal) {
      return decimal;
    } else if (number instanceof BigInteger whole) {
      return new BigDecimal(whole);
    } else if (number instanceof Double || number instanceof Float) {
      return new BigDecimal(((Number) number).doubleValue());
    }
    return BigDecimal.valueOf(((Number) number).longValue());
  }
}
