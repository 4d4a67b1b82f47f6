package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Two DuckDB tables, equal as multisets and in the order of their columns. */
final class Comparison {

  private Comparison() {}

  static void equal(DuckDb duck, String ours, String theirs) {
    assertThat(columns(duck, ours)).isEqualTo(columns(duck, theirs));
    assertThat(duck.number("SELECT count(*) FROM " + ours))
        .isEqualTo(duck.number("SELECT count(*) FROM " + theirs));
    assertThat(only(duck, ours, theirs)).as("rows of ours that DuckDB does not have").isEmpty();
    assertThat(only(duck, theirs, ours)).as("rows of DuckDB's that ours lacks").isEmpty();
  }

  private static List<List<String>> columns(DuckDb duck, String table) {
    return duck.rows("SELECT column_name FROM (DESCRIBE " + table + ")");
  }

  private static List<List<String>> only(DuckDb duck, String one, String other) {
    return duck.rows("(FROM %s) EXCEPT ALL (FROM %s) LIMIT 3".formatted(one, other));
  }
}
