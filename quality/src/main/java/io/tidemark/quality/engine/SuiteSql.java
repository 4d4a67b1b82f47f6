package io.tidemark.quality.engine;

import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.UnfitPredicateException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The SQL of suites, in which {@code :date} and {@code :now} are the run's. */
final class SuiteSql {
  private final Map<String, Literal> parameters;

  SuiteSql(Moment moment) {
    int day = (int) moment.logicalDate().toEpochDay();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, moment.now());
    this.parameters =
        Map.of(
            "date", new Literal(day, DataTypes.DateType),
            "now", new Literal(micros, DataTypes.TimestampType));
  }

  Map<String, Literal> parameters() {
    return parameters;
  }

  /**
   * A predicate as a column, NULL where it is NULL.
   *
   * @param field that holds it
   * @throws UnfitRuleException if it is none, or none over these rows
   */
  Column predicate(String field, String text, Dataset<Row> rows) {
    try {
      return Predicates.compile(text, rows, parameters);
    } catch (UnfitPredicateException e) {
      throw new UnfitRuleException("PREDICATE_REFUSED", field + " " + e.getMessage());
    }
  }

  /** The columns that a predicate names, as the table spells them. */
  List<String> columns(String text, StructType schema) {
    List<String> named = Predicates.columns(text);
    return List.of(schema.fieldNames()).stream()
        .filter(name -> named.stream().anyMatch(name::equalsIgnoreCase))
        .toList();
  }
}
