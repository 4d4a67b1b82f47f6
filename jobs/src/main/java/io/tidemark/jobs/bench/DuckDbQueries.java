package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.BenchKnobs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The join in DuckDB's SQL, over the Parquet files as they were loaded. Each query makes the whole
 * row, all views side by side, and consumes it with the measures.
 */
final class DuckDbQueries {
  private static final String TAKEN = "taken";

  /** Orders as event time and then known-at do; a comparison of numbers costs less. */
  private static final String ONE_NUMBER =
      "epoch_us(event_ts)::HUGEINT * 9223372036854775807::HUGEINT + epoch_us(known_at)";

  private final BenchKnobs knobs;
  private final Measures measures;

  DuckDbQueries(BenchKnobs knobs, Measures measures) {
    this.knobs = knobs;
    this.measures = measures;
  }

  /** Names the files: {@code spine}, {@code view_0} and so on. */
  void views(DuckDb duckDb, BenchFolder folder) {
    view(duckDb, "spine", folder.file(BenchFolder.spine(knobs)), "*.parquet");
    for (int view = 0; view < knobs.views(); view++) {
      view(duckDb, "view_" + view, folder.file(BenchFolder.history(view)), "*/*.parquet");
    }
  }

  private static void view(DuckDb duckDb, String name, Path folder, String files) {
    duckDb.run(
        "CREATE VIEW %s AS SELECT * FROM read_parquet('%s/%s', hive_partitioning = false)"
            .formatted(name, folder.toString().replace("'", "''"), files));
  }

  /** The queries that give the same answer as ours, by what they are called. */
  Map<String, String> exact() {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("ASOF join, superseded rows removed first", unsuperseded());
    queries.put("running maximum over spine and events", window());
    queries.put("arg_max over a range join", argMax("(event_ts, known_at)"));
    queries.put("arg_max over a range join, by one number", argMax(ONE_NUMBER));
    return queries;
  }

  /** The ASOF join on event times: rows before they were known, and corrected ones at random. */
  String plain() {
    return asOf("", view -> "view_" + view, Names.EVENT_TS);
  }

  /**
   * A row that is not the newest at the moment from which it counts is never taken: without such
   * rows, the last one to count is the one to take.
   */
  private String unsuperseded() {
    String with =
        each(
            view ->
                """
                kept_%1$d AS (
                  SELECT * FROM (SELECT *, greatest(event_ts, known_at) AS counts FROM view_%1$d)
                  WINDOW w AS (PARTITION BY customer_id ORDER BY counts, event_ts, known_at)
                  QUALIFY event_ts >= max(event_ts) OVER (w ROWS UNBOUNDED PRECEDING)
                    AND counts IS DISTINCT FROM lead(counts) OVER w)\
                """
                    .formatted(view));
    return asOf("WITH " + with + "\n", view -> "kept_" + view, "counts");
  }

  private String asOf(String with, IntFunction<String> table, String time) {
    StringBuilder from = new StringBuilder("spine s");
    List<String> columns = new ArrayList<>();
    for (int view = 0; view < knobs.views(); view++) {
      from.append(
          "\n  ASOF LEFT JOIN %2$s t%1$d ON s.customer_id = t%1$d.customer_id AND s.asked_at >= t%1$d.%3$s"
              .formatted(view, table.apply(view), time));
      columns.add(columns(view, "t" + view));
    }
    return with
        + "SELECT "
        + measures.duckDb()
        + " FROM (SELECT s.row_id, "
        + String.join(", ", columns)
        + " FROM "
        + from
        + ")";
  }

  private String window() {
    return side(
        view ->
            """
            taken_%1$d AS (
              SELECT row_id, taken FROM (
                SELECT row_id, max(event) OVER (
                  PARTITION BY customer_id ORDER BY counts, row_id NULLS FIRST
                  ROWS UNBOUNDED PRECEDING) AS taken
                FROM (
                  SELECT customer_id, greatest(event_ts, known_at) AS counts,
                    NULL::BIGINT AS row_id, %2$s AS event FROM view_%1$d
                  UNION ALL
                  SELECT customer_id, asked_at, row_id, NULL FROM spine))
              WHERE row_id IS NOT NULL)\
            """
                .formatted(view, packed(view)));
  }

  private String argMax(String order) {
    return side(
        view ->
            """
            taken_%1$d AS (
              SELECT s.row_id, arg_max(%2$s, %3$s) AS taken
              FROM spine s LEFT JOIN view_%1$d v ON v.customer_id = s.customer_id
                AND v.event_ts <= s.asked_at AND v.known_at <= s.asked_at
              GROUP BY s.row_id)\
            """
                .formatted(view, packed(view), order));
  }

  /** Puts what each view gave for each spine row side by side. */
  private String side(IntFunction<String> table) {
    StringBuilder from = new StringBuilder("spine s");
    List<String> columns = new ArrayList<>();
    for (int view = 0; view < knobs.views(); view++) {
      from.append("\n  JOIN taken_%1$d ON taken_%1$d.row_id = s.row_id".formatted(view));
      columns.add(columns(view, "taken_" + view + "." + TAKEN));
    }
    return "WITH "
        + each(table)
        + "\nSELECT "
        + measures.duckDb()
        + " FROM (SELECT s.row_id, "
        + String.join(", ", columns)
        + " FROM "
        + from
        + ")";
  }

  private String columns(int view, String of) {
    List<String> columns = new ArrayList<>();
    columns.add(of + ".event_ts AS " + Names.eventTime(view));
    columns.add(of + ".known_at AS " + Names.knownAt(view));
    Names.features(knobs, view).forEach(name -> columns.add(of + "." + name + " AS " + name));
    return String.join(", ", columns);
  }

  private String packed(int view) {
    return "struct_pack(event_ts := event_ts, known_at := known_at, "
        + Names.features(knobs, view).stream()
            .map(name -> name + " := " + name)
            .collect(Collectors.joining(", "))
        + ")";
  }

  private String each(IntFunction<String> table) {
    return IntStream.range(0, knobs.views()).mapToObj(table).collect(Collectors.joining(",\n"));
  }
}
