package io.tidemark.jobs;

/** What the demo asks its own tables; its reader may ask the same again. */
final class DemoQueries {

  private DemoQueries() {}

  /** How many payments there are, were known more than a day late, and were corrected. */
  static String late() {
    return """
    SELECT count(*) AS payments,
           count_if(first_known > paid_at + INTERVAL 1 DAY) AS known_late,
           count_if(versions > 1) AS corrected
    FROM (SELECT _id, min(event_ts) AS paid_at, min(known_at) AS first_known, count(*) AS versions
          FROM features.last_payment_v1 GROUP BY _id)\
    """;
  }

  /** For how many applications the newest row by event time was not known when they were made. */
  static String leaks(String training) {
    return """
    SELECT coalesce(view, 'either') AS view,
           count(DISTINCT loan_id) AS applications,
           count(DISTINCT IF(known_at > applied_at, loan_id, NULL)) AS would_leak
    FROM (SELECT 'bureau_report' AS view, t.loan_id, t.applied_at,
                 max_by(f.known_at, struct(f.event_ts, f.known_at)) AS known_at
          FROM %1$s t JOIN features.bureau_report_v1 f ON f.customer_id = t.customer_id
           AND f.event_ts BETWEEN t.applied_at - INTERVAL 45 DAYS AND t.applied_at
          GROUP BY t.loan_id, t.applied_at
          UNION ALL
          SELECT 'last_payment' AS view, t.loan_id, t.applied_at,
                 max_by(f.known_at, struct(f.event_ts, f.known_at)) AS known_at
          FROM %1$s t JOIN features.last_payment_v1 f ON f.customer_id = t.customer_id
           AND f.event_ts BETWEEN t.applied_at - INTERVAL 30 DAYS AND t.applied_at
          GROUP BY t.loan_id, t.applied_at)
    GROUP BY ROLLUP (view) ORDER BY view\
    """
        .formatted(training);
  }

  /** What share of the loans of each band of scores went bad. */
  static String defaults(String training) {
    return """
    SELECT floor(score / 50) * 50 AS score_from,
           count(*) AS loans,
           round(100 * avg(int(defaulted)), 1) AS percent_defaulted
    FROM %s
    WHERE score IS NOT NULL
    GROUP BY 1 ORDER BY 1\
    """
        .formatted(training);
  }
}
