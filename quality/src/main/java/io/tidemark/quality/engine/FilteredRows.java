package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows that suites look at. */
public final class FilteredRows {

  private FilteredRows() {}

  /** False if a suite looks at all rows. */
  public static boolean isPart(Collection<QualitySuiteDefinition> suites) {
    return suites.stream().noneMatch(suite -> suite.filter() == null);
  }

  /**
   * Those for which the filter of a suite is TRUE.
   *
   * @throws RuntimeException if a filter does not fit the rows
   */
  public static Dataset<Row> of(
      Dataset<Row> rows, Collection<QualitySuiteDefinition> suites, Moment moment) {
    Set<String> filters = new LinkedHashSet<>();
    for (QualitySuiteDefinition suite : suites) {
      String filter = suite.filter();
      if (filter == null) {
        return rows;
      }
      filters.add(filter);
    }
    AnsiSession session = new AnsiSession(rows.sparkSession());
    Dataset<Row> all = session.adopt(rows);
    SuiteSql sql = new SuiteSql(moment);
    return session.release(session.inside(() -> all.where(any(filters, all, sql))));
  }

  private static Column any(Set<String> filters, Dataset<Row> rows, SuiteSql sql) {
    return filters.stream()
        .map(each -> coalesce(sql.predicate("filter", each, rows), lit(false)))
        .reduce(Column::or)
        .orElse(lit(false));
  }
}
