package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one scan computes for many rules: s0… the scopes, each once; t0… the verdicts of row rules;
 * v0… the values of metrics; x0… whether they are NaN.
 */
final class ScanProjection {
  private final List<PlannedRule> rules;
  private final Map<Column, String> scopes = new LinkedHashMap<>();

  ScanProjection(List<PlannedRule> rules) {
    this.rules = List.copyOf(rules);
    rules.forEach(rule -> scopes.computeIfAbsent(rule.scope(), each -> "s" + scopes.size()));
  }

  List<PlannedRule> rules() {
    return rules;
  }

  /**
   * The columns over a subject's rows.
   *
   * @param segments columns to put before them, as g0…
   */
  Dataset<Row> of(Dataset<Row> rows, List<Column> segments) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      columns.add(segments.get(i).as("g" + i));
    }
    scopes.forEach((scope, name) -> columns.add(scope.as(name)));
    for (int i = 0; i < rules.size(); i++) {
      Work work = rules.get(i).work();
      if (work instanceof Work.Rowwise rowwise) {
        columns.add(rowwise.verdict().as(verdict(i)));
      } else if (work instanceof Work.Aggregated aggregated) {
        columns.add(aggregated.value().as(value(i)));
        if (aggregated.nan() != null) {
          columns.add(aggregated.nan().as(nan(i)));
        }
      }
    }
    return rows.select(KeyedRows.array(columns));
  }

  String scope(int rule) {
    return String.valueOf(scopes.get(rules.get(rule).scope()));
  }

  String verdict(int rule) {
    return "t" + rule;
  }

  String value(int rule) {
    return "v" + rule;
  }

  String nan(int rule) {
    return "x" + rule;
  }

  /** Spark's own aggregates for all rules: the columns of a {@link Tally} for each. */
  List<Column> aggregates() {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Column inScope = count_if(col(scope(i)));
      Column evaluated = inScope;
      Column failed = lit(0L);
      Column nans = lit(0L);
      Column value = lit(null).cast("double");
      if (rules.get(i).work() instanceof Work.Rowwise) {
        evaluated = count(col(verdict(i)));
        failed = count_if(not(col(verdict(i))));
      } else if (rules.get(i).work() instanceof Work.Aggregated aggregated) {
        nans = aggregated.nan() == null ? nans : count_if(col(nan(i)));
        value = aggregated.how().of(col(value(i)), inScope);
      }
      all.addAll(List.of(inScope, evaluated, failed, nans, value));
    }
    return all;
  }
}
