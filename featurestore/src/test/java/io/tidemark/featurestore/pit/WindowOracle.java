package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.AggregateFunction;
import io.tidemark.featurestore.definition.Knowledge;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Aggregations by looping over everything; times are seconds. */
final class WindowOracle {

  /** A stored row of an event. */
  record Event(
      Long key, Integer at, Integer known, boolean deleted, String id, List<Object> inputs) {}

  /** An aggregation; the input is the index of one, -1 for none. */
  record Window(
      AggregateFunction function,
      int input,
      int length,
      WindowAggregate.Reach reach,
      Predicate<Event> where,
      Object empty,
      int n) {}

  private final List<Event> stored;
  private final int lag;
  private final Knowledge.Mode mode;
  private final int asOf;

  WindowOracle(List<Event> stored, int lag, Knowledge.Mode mode, int asOf) {
    this.stored = stored;
    this.lag = lag;
    this.mode = mode;
    this.asOf = asOf;
  }

  Object value(Window window, Long key, Integer time) {
    if (time == null) {
      return null;
    }
    Map<List<Object>, Event> newest = new HashMap<>();
    for (Event event : stored) {
      if (key == null || !key.equals(event.key()) || event.at() == null || event.known() == null) {
        continue;
      }
      boolean known =
          switch (mode) {
            case AS_KNOWN -> event.known() <= time;
            case AS_OF -> event.known() <= asOf;
            case AS_CORRECTED -> true;
          };
      if (known) {
        newest.merge(
            List.of(event.at(), event.id()), event, (a, b) -> a.known() >= b.known() ? a : b);
      }
    }
    List<Event> events = new ArrayList<>();
    for (Event event : newest.values()) {
      boolean available = event.at() + lag <= time;
      boolean inWindow =
          switch (window.reach()) {
            case BEFORE -> event.at() >= time - window.length() && event.at() < time && available;
            case UP_TO -> event.at() >= time - window.length() && event.at() <= time && available;
            case AFTER -> event.at() > time && event.at() <= time + window.length();
          };
      if (!event.deleted() && inWindow && window.where().test(event)) {
        events.add(event);
      }
    }
    events.sort(Comparator.comparing(Event::at).thenComparing(Event::id));
    List<Object> values = new ArrayList<>();
    for (Event event : events) {
      Object value = window.input() < 0 ? Boolean.TRUE : event.inputs().get(window.input());
      if (value != null) {
        values.add(value);
      }
    }
    if (values.isEmpty()) {
      boolean counts =
          window.function() == AggregateFunction.COUNT
              || window.function() == AggregateFunction.COUNT_DISTINCT;
      return window.empty() != null ? window.empty() : counts ? 0L : null;
    }
    return of(window, values);
  }

  private static Object of(Window window, List<Object> values) {
    return switch (window.function()) {
      case COUNT -> (long) values.size();
      case COUNT_DISTINCT -> values.stream().map(WindowOracle::unsigned).distinct().count();
      case SUM -> sum(values);
      case AVG -> average(values);
      case MIN -> Collections.min(values, WindowOracle::compare);
      case MAX -> Collections.max(values, WindowOracle::compare);
      case VARIANCE -> values.size() < 2 ? null : variance(values);
      case STDDEV -> values.size() < 2 ? null : Math.sqrt(variance(values));
      case FIRST -> values.get(0);
      case LAST -> values.get(values.size() - 1);
      case LAST_N -> {
        List<Object> newestFirst = new ArrayList<>(values);
        Collections.reverse(newestFirst);
        yield newestFirst.subList(0, Math.min(window.n(), newestFirst.size()));
      }
      case TOP_K -> {
        List<Object> counted = values.stream().map(WindowOracle::unsigned).toList();
        List<Object> distinct = new ArrayList<>(counted.stream().distinct().toList());
        distinct.sort(
            Comparator.comparingInt((Object v) -> -Collections.frequency(counted, v))
                .thenComparing(WindowOracle::compare));
        yield distinct.subList(0, Math.min(window.n(), distinct.size()));
      }
    };
  }

  /** There is one zero. */
  private static Object unsigned(Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }

  private static Object sum(List<Object> values) {
    if (values.get(0) instanceof Double) {
      return doubles(values).stream().reduce(0.0, Double::sum);
    }
    return values.get(0) instanceof BigDecimal
        ? decimals(values).stream().reduce(BigDecimal.ZERO, BigDecimal::add)
        : integers(values).longValueExact();
  }

  private static Object average(List<Object> values) {
    if (values.get(0) instanceof Double) {
      return doubles(values).stream().reduce(0.0, Double::sum) / values.size();
    }
    if (values.get(0) instanceof BigDecimal first) {
      return decimals(values).stream()
          .reduce(BigDecimal.ZERO, BigDecimal::add)
          .divide(BigDecimal.valueOf(values.size()), first.scale() + 4, RoundingMode.HALF_UP);
    }
    return integers(values).doubleValue() / values.size();
  }

  private static double variance(List<Object> values) {
    List<Double> doubles = doubles(values);
    double mean = doubles.stream().reduce(0.0, Double::sum) / doubles.size();
    double squares = 0;
    for (double value : doubles) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (doubles.size() - 1);
  }

  private static List<Double> doubles(List<Object> values) {
    return values.stream().map(v -> ((Number) v).doubleValue()).toList();
  }

  private static List<BigDecimal> decimals(List<Object> values) {
    return values.stream().map(v -> (BigDecimal) v).toList();
  }

  private static BigInteger integers(List<Object> values) {
    return values.stream()
        .map(v -> BigInteger.valueOf(((Number) v).longValue()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object a, Object b) {
    if (a instanceof Double left && b instanceof Double right && left + right == 0 && left == 0) {
      return 0;
    }
    return a instanceof String text
        ? Arrays.compareUnsigned(bytes(text), bytes((String) b))
        : ((Comparable) a).compareTo(b);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
