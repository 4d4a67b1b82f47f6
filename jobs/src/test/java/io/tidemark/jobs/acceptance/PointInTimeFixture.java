package io.tidemark.jobs.acceptance;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The bitemporal rows of the point-in-time tests, a view for every policy, and a spine that asks
 * about them.
 */
final class PointInTimeFixture {

  /** A clock later than everything in the fixture. */
  static final String NOW = "2026-05-01T00:00:00Z";

  static final String VIEWS =
      "acct@1 acct_unlimited@1 acct_instant@1 acct_lagged@1 acct_deleted@1 acct_strict@1"
          + " acct_tied@1 late_history@1 pair_code@1";

  private static final String ROWS =
      """
      (1, @03-01@, @03-01 00:05:00@, 10, 'a', 'I'),
      (1, @03-05@, @03-05 00:05:00@, 20, 'b', 'I'),
      (1, @03-05@, @03-09@, 21, 'b', 'I'),
      (1, @03-10@, @03-12@, 30, 'c', 'I'),
      (2, @03-01@, @03-01@, 5, 'x', 'I'),
      (2, @03-05@, @03-05@, NULL, 'y', 'I'),
      (3, @03-01@, @03-01@, 7, 'z', 'I'),
      (4, @03-20@, @03-01@, 9, 'f', 'I')\
      """;

  private static final String DIRTY =
      """
      (1, @03-05@, @03-09@, 21, 'b', 'I'),
      (NULL, @03-01@, @03-01@, 96, 'n', 'I'),
      (NULL, @03-05@, @03-05@, 97, 'n', 'I'),
      (1, NULL, @03-01@, 98, 'n', 'I'),
      (1, @03-02@, NULL, 99, 'n', 'I')\
      """;

  private static final String DELETED =
      """
      (1, @03-01@, @03-01 00:05:00@, 10, 'a', 'I'),
      (1, @03-05@, @03-05 00:05:00@, 20, 'b', 'I'),
      (1, @03-05@, @03-09@, 21, 'b', 'I'),
      (1, @03-10@, @03-12@, 30, 'c', 'I'),
      (1, @03-07@, @03-07@, 77, 'gone', 'D')\
      """;

  private static final String TIED =
      """
      (5, @03-01@, @03-01@, 2, 'B', 'I'),
      (5, @03-01@, @03-01@, 3, 'a', 'I'),
      (5, @03-01@, @03-01@, 1, 'A', 'I')\
      """;

  private static final String SPINE =
      """
      ('T1', 1, @03-04 23:59:59.999999@), ('T2', 1, @03-05@),
      ('T4a', 1, @03-06@), ('T4b', 1, @03-09@), ('T4c', 1, @03-08 23:59:59.999999@),
      ('T5a', 1, @03-11@), ('T5b', 1, @03-12@),
      ('T6', 3, @03-08@), ('T7', 3, @03-08 00:00:00.000001@),
      ('T8a', 3, @03-01@), ('T8b', 3, @03-01 00:00:00.000001@),
      ('T9a', 3, @03-01 00:59:59.999999@), ('T9b', 3, @03-01 01:00:00@),
      ('T9c', 3, @03-08 00:00:00@),
      ('T10a', 4, @03-19@), ('T10b', 4, @03-20@), ('T11', 2, @03-06@), ('T12', 99, @03-06@),
      ('T13', NULL, @03-06@), ('T16', 1, @03-06@), ('T16', 1, @03-06@),
      ('T23', 5, @03-02@), ('T31', 1, @03-08@), ('T39', 1, @03-16@)\
      """;

  private static final String ACCT_COLUMNS = "k, event_ts, known_at, v, w, op";

  private PointInTimeFixture() {}

  /** Timestamps between at-signs, in 2026 and UTC. */
  static String times(String text) {
    return text.replaceAll("@([0-9-]{5})( [0-9:.]+)?@", "TIMESTAMPTZ '2026-$1$2+00'")
        .replaceAll("'(2026-\\d\\d-\\d\\d)\\+00'", "'$1 00:00:00+00'");
  }

  static String accounts(String rows) {
    return "SELECT k::BIGINT AS k, event_ts, known_at, v::INTEGER AS v, w, op FROM (VALUES "
        + times(rows)
        + ") t("
        + ACCT_COLUMNS
        + ")";
  }

  /** Definitions and files; nothing is applied yet. */
  static ProjectFolder written(SparkSession spark, Path root) {
    return sources(new ProjectFolder(spark, root).project())
        .yaml("views.yaml", views())
        .yaml("sets.yaml", sets());
  }

  private static ProjectFolder sources(ProjectFolder project) {
    StringBuilder tied = new StringBuilder("(0, @03-01@, @03-01@, 0, 'o', 'I')");
    for (int k = 1; k <= 25; k++) {
      tied.append(",\n(%d, @03-02@, @03-02@, 1, 'p', 'I')".formatted(k));
      tied.append(",\n(%d, @03-02@, @03-02@, 2, 'q', 'I')".formatted(k));
    }
    String spine =
        "SELECT label, k::BIGINT AS k, ts, 'x' AS a, 'y' AS b FROM (VALUES %s) t(label, k, ts)"
            .formatted(times(SPINE));
    String pairs =
        times(
            """
            SELECT label, NULL::BIGINT AS k, ts, a, b FROM (VALUES
              ('T17a', @03-06@, '1', '23'), ('T17b', @03-06@, '12', '3'), ('T17c', @03-06@, '1', NULL))
              t(label, ts, a, b)\
            """);
    return project
        .parquet("data/acct.parquet", accounts(ROWS + ",\n" + DIRTY))
        .parquet("data/clean.parquet", accounts(ROWS))
        .parquet("data/deleted.parquet", accounts(DELETED))
        .parquet("data/tied.parquet", accounts(TIED))
        .parquet("data/full_ties.parquet", accounts(tied.toString()))
        .parquet("data/late.parquet", accounts("(1, @03-15@, @03-15@, 100, 'l', 'I')"))
        .parquet(
            "data/pairs.parquet",
            times(
                """
                SELECT * FROM (VALUES ('1', '23', @03-05@, 'one'), ('12', '3', @03-05@, 'twelve'))
                  t(left_part, b, event_ts, code)\
                """))
        .parquet("data/asked.parquet", spine + " UNION ALL " + pairs)
        .parquet(
            "data/asked_null.parquet",
            times(
                """
                SELECT label, k::BIGINT AS k, ts FROM (VALUES ('there', 1, @03-06@),
                  ('absent', 1, NULL), ('absent too', 1, NULL)) t(label, k, ts)\
                """))
        .parquet(
            "data/asked_text.parquet", times("SELECT '01' AS k, @03-06@ AS ts, 'T21' AS label"));
  }

  private static String source(String name, String path, String more) {
    return """
    kind: Source
    metadata: {name: %s}
    spec: {format: parquet, path: data/%s.parquet, eventTimestamp: event_ts, knownAt: known_at%s}
    ---
    """
        .formatted(name, path, more);
  }

  private static String view(String name, String source, String more) {
    return """
    kind: FeatureView
    metadata: {name: %s, version: 1}
    spec:
      entity: account
      source: %s
      features: [{name: v, type: INT}, {name: w, type: STRING}]
      materialize: {buckets: 2}
    %s---
    """
        .formatted(name, source, more);
  }

  private static String views() {
    return """
    kind: Entity
    metadata: {name: account}
    spec: {keys: [{name: k, type: BIGINT}]}
    ---
    kind: Entity
    metadata: {name: pair}
    spec: {keys: [{name: a, type: STRING}, {name: b, type: STRING}]}
    ---
    kind: Source
    metadata: {name: pairs}
    spec: {format: parquet, path: data/pairs.parquet, eventTimestamp: event_ts}
    ---
    """
        + source("acct_rows", "acct", "")
        + source("clean_rows", "clean", "")
        + source("lagged_rows", "clean", ", availabilityLag: PT1H")
        + source("deleted_rows", "deleted", ", deletedWhen: \"op = 'D'\"")
        + source("tied_rows", "tied", "")
        + source("fully_tied_rows", "full_ties", "")
        + source("late_rows", "late", "")
        + view("acct", "acct_rows", "  ttl: P7D\n")
        + view("acct_unlimited", "clean_rows", "")
        + view("acct_instant", "clean_rows", "  ttl: PT0S\n")
        + view("acct_lagged", "lagged_rows", "  ttl: P7D\n")
        + view("acct_deleted", "deleted_rows", "  ttl: P7D\n")
        + view("acct_strict", "clean_rows", "  ttl: P7D\n  equalTimestamps: exclude\n")
        + view("acct_tied", "tied_rows", "  tieBreaker: [w]\n")
        + view("fully_tied", "fully_tied_rows", "")
        + view("late_history", "late_rows", "")
        + """
        kind: FeatureView
        metadata: {name: pair_code, version: 1}
        spec:
          entity: pair
          source: pairs
          keys: {a: left_part}
          features: [{name: code, type: STRING}]
          materialize: {buckets: 2}
        """;
  }

  private static String set(String name, String spine, String more) {
    return """
    kind: TrainingSet
    metadata: {name: %s}
    spec:
      spine: {source: %s, timestamp: ts, columns: ["*"]%s
      service: %s
    """
        .formatted(
            name,
            spine,
            more.startsWith(",") ? more : "}\n" + more,
            spine.equals("asked") ? "every_policy@1" : "one_view@1");
  }

  private static String sets() {
    StringBuilder entries = new StringBuilder();
    for (String view : VIEWS.split(" ")) {
      String prefix = view.substring(0, view.indexOf('@'));
      entries.append("    - {view: %s, select: [\"*\"], prefix: %s_}\n".formatted(view, prefix));
    }
    return """
    kind: Source
    metadata: {name: asked}
    spec: {format: parquet, path: data/asked.parquet}
    ---
    kind: Source
    metadata: {name: asked_null}
    spec: {format: parquet, path: data/asked_null.parquet}
    ---
    kind: Source
    metadata: {name: asked_text}
    spec: {format: parquet, path: data/asked_text.parquet}
    ---
    kind: FeatureService
    metadata: {name: every_policy, version: 1}
    spec:
      features:
    """
        + entries
        + """
        ---
        kind: FeatureService
        metadata: {name: one_view, version: 1}
        spec: {features: [{view: acct@1, select: [w, v], as: {v: amount}}]}
        ---
        """
        + set("known", "asked", "")
        + "---\n"
        + set("corrected", "asked", "  knowledge: as_corrected\n")
        + "---\n"
        + set("as_of_march_7", "asked", "  knowledge: {asOf: 2026-03-07T00:00:00Z}\n")
        + "---\n"
        + set("null_times_fail", "asked_null", "")
        + "---\n"
        + set("null_times_kept", "asked_null", ", nullTimestamps: keep}\n")
        + "---\n"
        + set("text_keys", "asked_text", "");
  }
}
