package io.tidemark.jobs.bench;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds DuckDB's fastest queries among those that give our answer. */
final class Candidates {

  private static final String EQUAL = "equal";

  /** No query is given up before. */
  private static final long LEAST_SECONDS = 60;

  /** None of the queries that are tried first. */
  private static final long MOST_SECONDS = 24 * 3600;

  /** How near to the best one has to be to be tried again: the first of all found cold files. */
  private static final double NEAR = 1.5;

  /** How near to the best one has to be that trying cannot tell which of them is the faster. */
  private static final double ALIKE = 1.25;

  private final DuckDb duckDb;
  private final List<String> names;
  private final Checksum reference;
  private final Map<String, Double> equal = new LinkedHashMap<>();
  private final Map<String, Measured> tried = new LinkedHashMap<>();
  private final SortedSet<String> wrong = new TreeSet<>();

  Candidates(DuckDb duckDb, List<String> names, Checksum reference) {
    this.duckDb = duckDb;
    this.names = List.copyOf(names);
    this.reference = reference;
  }

  /**
   * Runs each query once, and those near the best once more; one that takes over twice as long as
   * the best before is given up.
   */
  void tryAll(Map<String, String> queries) {
    queries.forEach(this::attempt);
    double near = NEAR * best();
    queries.forEach(
        (name, sql) -> {
          if (equal.getOrDefault(name, Double.MAX_VALUE) <= near) {
            attempt(name, sql);
          }
        });
  }

  /** What the fastest queries are called, the fastest first; empty if none gave our answer. */
  List<String> fastest() {
    double alike = ALIKE * best();
    return equal.entrySet().stream()
        .filter(query -> query.getValue() <= alike)
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  List<Measured> tried() {
    return List.copyOf(tried.values());
  }

  /** What ended with another answer than ours. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  private double best() {
    return equal.values().stream().min(Double::compare).orElse(Double.MAX_VALUE);
  }

  private void attempt(String name, String sql) {
    long limit =
        equal.isEmpty() ? MOST_SECONDS : Math.max(LEAST_SECONDS, (long) Math.ceil(2 * best()));
    Measured measured = tried.computeIfAbsent(name, each -> new Measured("duckdb, tried: " + each));
    Timed<String> timed = Timed.of(() -> ask(name, sql, limit));
    measured.add(timed.seconds()).answer(timed.result());
    if (timed.result().equals(EQUAL)) {
      equal.merge(name, timed.seconds(), Math::min);
    }
  }

  /** What came of it, in words. */
  private String ask(String name, String sql, long limit) {
    Checksum answer;
    try {
      answer = duckDb.ask(sql, names, limit);
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage());
      return "failed: " + message.lines().findFirst().orElse("");
    }
    if (answer == null) {
      return "given up";
    }
    List<String> differences = reference.differences(answer);
    if (differences.isEmpty()) {
      return EQUAL;
    }
    String words = "DIFFERS in " + String.join(", ", differences);
    wrong.add("duckdb, " + name + ": " + words);
    return words;
  }
}
