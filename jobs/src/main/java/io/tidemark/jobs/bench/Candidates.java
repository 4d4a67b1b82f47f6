package io.tidemark.jobs.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds DuckDB's fastest query among those that give our answer. */
final class Candidates {

  /** No query is given up before. */
  private static final long LEAST_SECONDS = 60;

  private final DuckDb duckDb;
  private final List<String> names;
  private final Checksum reference;
  private final List<Measured> tried = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private @Nullable String fastest;

  Candidates(DuckDb duckDb, List<String> names, Checksum reference) {
    this.duckDb = duckDb;
    this.names = List.copyOf(names);
    this.reference = reference;
  }

  /** Runs each query once; one that takes over twice as long as the best before is given up. */
  void tryAll(Map<String, String> queries) {
    double best = Double.MAX_VALUE;
    for (Map.Entry<String, String> query : queries.entrySet()) {
      long limit =
          best == Double.MAX_VALUE
              ? Long.MAX_VALUE / 1_000_000_000L
              : Math.max(LEAST_SECONDS, (long) Math.ceil(2 * best));
      Measured measured = new Measured("duckdb, tried once: " + query.getKey());
      tried.add(measured);
      Timed<Outcome> timed = Timed.of(() -> ask(query.getValue(), limit));
      measured.add(timed.seconds()).answer(timed.result().words());
      if (timed.result().wrong()) {
        wrong.add(measured.work() + ": " + timed.result().words());
      }
      if (timed.result().equal() && timed.seconds() < best) {
        best = timed.seconds();
        fastest = query.getKey();
      }
    }
  }

  /** What the fastest query is called; null if none gave our answer. */
  @Nullable String fastest() {
    return fastest;
  }

  List<Measured> tried() {
    return List.copyOf(tried);
  }

  /** What ended with another answer than ours. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  private record Outcome(boolean equal, boolean wrong, String words) {}

  private Outcome ask(String sql, long limit) {
    Checksum answer;
    try {
      answer = duckDb.ask(sql, names, limit);
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage());
      return new Outcome(false, false, "failed: " + message.lines().findFirst().orElse(""));
    }
    if (answer == null) {
      return new Outcome(false, false, "given up");
    }
    List<String> differences = reference.differences(answer);
    return differences.isEmpty()
        ? new Outcome(true, false, "equal")
        : new Outcome(false, true, "DIFFERS in " + String.join(", ", differences));
  }
}
