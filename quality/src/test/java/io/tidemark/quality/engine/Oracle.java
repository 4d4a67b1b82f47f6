package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.AcceptedValues;
import io.tidemark.quality.definition.Check.FunctionalDependency;
import io.tidemark.quality.definition.Check.Length;
import io.tidemark.quality.definition.Check.Matches;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.NotNull;
import io.tidemark.quality.definition.Check.Range;
import io.tidemark.quality.definition.Check.References;
import io.tidemark.quality.definition.Check.SqlRow;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.Special;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What rules find in rows, one row after the other and without any of what is tested. */
final class Oracle {

  /** What a row is to a rule. */
  enum State {
    OUT,
    SKIPPED,
    GOOD,
    FAILED
  }

  private final List<Row> rows;
  private final List<Row> others;

  /**
   * @param others that references look into
   */
  Oracle(List<Row> rows, List<Row> others) {
    this.rows = rows;
    this.others = others;
  }

  /** The states of the rows, in their order. The where of rules is {@code h > 1} or none. */
  List<State> states(Rule rule) {
    List<State> states = new ArrayList<>();
    for (Row row : rows) {
      states.add(first(rule, row));
    }
    Check check = rule.check();
    if (check instanceof Unique unique) {
      Map<List<Object>, Long> many = new LinkedHashMap<>();
      open(states, row -> many.merge(key(row, unique.columns()), 1L, Long::sum));
      decide(states, row -> many.get(key(row, unique.columns())) == 1);
    } else if (check instanceof References references) {
      Set<List<Object>> known = new HashSet<>();
      for (Row other : others) {
        List<Object> key = key(other, references.toColumns());
        if (!key.contains(null)) {
          known.add(key);
        }
      }
      decide(states, row -> known.contains(key(row, references.columns())));
    } else if (check instanceof FunctionalDependency dependency) {
      Map<List<Object>, Map<List<Object>, Long>> groups = new LinkedHashMap<>();
      open(
          states,
          row ->
              groups
                  .computeIfAbsent(key(row, dependency.determinant()), k -> new LinkedHashMap<>())
                  .merge(key(row, dependency.dependent()), 1L, Long::sum));
      decide(
          states,
          row ->
              key(row, dependency.dependent())
                  .equals(kept(groups.get(key(row, dependency.determinant())))));
    } else {
      decide(states, row -> good(check, row));
    }
    return states;
  }

  private State first(Rule rule, Row row) {
    Integer h = (Integer) RandomTable.value(row, "h");
    if (rule.where() != null && (h == null || h <= 1)) {
      return State.OUT;
    }
    if (rule.check() instanceof NotNull check) {
      return key(row, check.columns()).contains(null) ? State.FAILED : State.GOOD;
    }
    List<Object> named =
        rule.check() instanceof SqlRow ? key(row, List.of("i")) : key(row, rule.check().columns());
    if (named.contains(null)) {
      return state(rule.onNull());
    }
    return named.stream().anyMatch(Oracle::isNaN) ? state(rule.onNaN()) : null;
  }

  private static State state(Special special) {
    return switch (special) {
      case FAIL -> State.FAILED;
      case PASS -> State.GOOD;
      case SKIP -> State.SKIPPED;
    };
  }

  private interface Each {
    void row(Row row);
  }

  private interface Good {
    boolean is(Row row);
  }

  private void open(List<State> states, Each each) {
    for (int i = 0; i < rows.size(); i++) {
      if (states.get(i) == null) {
        each.row(rows.get(i));
      }
    }
  }

  private void decide(List<State> states, Good good) {
    for (int i = 0; i < rows.size(); i++) {
      if (states.get(i) == null) {
        states.set(i, good.is(rows.get(i)) ? State.GOOD : State.FAILED);
      }
    }
  }

  private static List<Object> kept(Map<List<Object>, Long> values) {
    long most = values.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    return values.entrySet().stream()
        .filter(e -> e.getValue() == most)
        .map(Map.Entry::getKey)
        .min(Comparator.comparing(k -> k.stream().map(Object::toString).collect(Collectors.joining("\0"))))
        .orElseThrow();
  }

  private static boolean good(Check check, Row row) {
    if (check instanceof Range range) {
      Object value = Objects.requireNonNull(RandomTable.value(row, range.column()));
      return (range.min() == null || compare(value, range.min()) >= 0)
          && (range.max() == null || compare(value, range.max()) <= 0);
    } else if (check instanceof AcceptedValues accepted) {
      Object value = Objects.requireNonNull(RandomTable.value(row, accepted.column()));
      return accepted.values().stream()
          .anyMatch(v -> value instanceof String ? v.equals(value) : compare(value, v) == 0);
    } else if (check instanceof Matches matches) {
      return Pattern.matches(matches.regex(), (String) RandomTable.value(row, matches.column()));
    } else if (check instanceof Length length) {
      String text = (String) RandomTable.value(row, length.column());
      int points = text.codePointCount(0, text.length());
      return (length.min() == null || points >= length.min())
          && (length.max() == null || points <= length.max());
    } else if (check instanceof SqlRow) {
      return (Integer) RandomTable.value(row, "i") > 0;
    }
    throw new AssertionError(check);
  }

  private static int compare(Object value, String bound) {
    if (value instanceof Double number) {
      return cmp(number, Double.parseDouble(bound));
    } else if (value instanceof Float number) {
      return cmp(number, Float.parseFloat(bound));
    } else if (value instanceof Date day) {
      return day.toLocalDate().compareTo(LocalDate.parse(bound));
    } else if (value instanceof Timestamp at) {
      return at.toInstant().compareTo(Instant.parse(bound));
    } else if (value instanceof Boolean flag) {
      return flag.compareTo(Boolean.parseBoolean(bound));
    }
    return new BigDecimal(value.toString()).compareTo(new BigDecimal(bound));
  }

  private static int cmp(double a, double b) {
    return a < b ? -1 : a == b ? 0 : 1;
  }

  /** Values as they are equal to each other in SQL. */
  static List<Object> key(Row row, List<String> columns) {
    return columns.stream()
        .map(c -> RandomTable.value(row, c))
        .map(v -> v instanceof Double d && d == 0 ? (Object) 0.0 : v)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  static boolean isNaN(@Nullable Object value) {
    return value instanceof Number number && Double.isNaN(number.doubleValue());
  }

  /** A metric over rows in scope; NaN if one of them spoils it, null if there is none. */
  static @Nullable Double metric(Rule rule, Measure measure, List<Row> scope) {
    List<Object> values =
        scope.stream()
            .map(r -> RandomTable.value(r, measure.column()))
            .filter(v -> v != null)
            .toList();
    switch (measure.metric()) {
      case COMPLETENESS -> {
        return (double) values.size() / scope.size();
      }
      case DISTINCT -> {
        return (double)
            values.stream()
                .map(v -> v instanceof Double d && d == 0 ? (Object) 0.0 : v)
                .distinct()
                .count();
      }
      default -> {
        if (values.stream().anyMatch(Oracle::isNaN) && rule.onNaN() == Special.FAIL) {
          return Double.NaN;
        }
      }
    }
    double[] x =
        values.stream()
            .filter(v -> !isNaN(v))
            .mapToDouble(v -> ((Number) v).doubleValue())
            .sorted()
            .toArray();
    if (x.length == 0) {
      return null;
    }
    double mean = Arrays.stream(x).sum() / x.length;
    return switch (measure.metric()) {
      case MEAN -> mean;
      case SUM -> Arrays.stream(x).sum();
      case MIN -> x[0];
      case MAX -> x[x.length - 1];
      case STDDEV ->
          x.length < 2
              ? null
              : Math.sqrt(
                  Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1));
      case QUANTILE -> x[(int) Math.max(0, Math.ceil(measure.q() * x.length) - 1)];
      case COMPLETENESS, DISTINCT -> throw new AssertionError();
    };
  }

  List<Row> inScope(Rule rule) {
    return rows.stream()
        .filter(
            r -> rule.where() == null || RandomTable.value(r, "h") instanceof Integer h && h > 1)
        .toList();
  }
}
