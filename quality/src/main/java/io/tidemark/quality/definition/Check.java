package io.tidemark.quality.definition;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rule asks: of each row by itself or of a table as a whole. */
public sealed interface Check {

  /** The {@code type} in the file, such as {@code not_null}. */
  String type();

  /** The columns it names, in the order of the file; none for SQL. */
  List<String> columns();

  /** A check that decides for each row; only these quarantine. */
  sealed interface OfRows extends Check {}

  /** A check that decides for the table. */
  sealed interface OfTable extends Check {}

  /** No column is NULL. */
  record NotNull(List<String> columns) implements OfRows {
    @Override
    public String type() {
      return "not_null";
    }
  }

  /** From min to max, inclusive; read as the column's type, one of them may be null. */
  record Range(String column, @Nullable String min, @Nullable String max) implements OfRows {
    @Override
    public String type() {
      return "range";
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** One of some values; read as the column's type. */
  record AcceptedValues(String column, List<String> values) implements OfRows {
    @Override
    public String type() {
      return "accepted_values";
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** The whole text matches a {@link java.util.regex.Pattern}. */
  record Matches(String column, String regex) implements OfRows {
    @Override
    public String type() {
      return "pattern";
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** So many code points. */
  record Length(String column, @Nullable Long min, @Nullable Long max) implements OfRows {
    @Override
    public String type() {
      return "length";
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** The columns' values are a row of another table. */
  record References(List<String> columns, DataRef to, List<String> toColumns) implements OfRows {
    @Override
    public String type() {
      return "references";
    }
  }

  /**
   * No key repeats.
   *
   * @param keepOrder what is kept of a repeated key first; empty keeps none
   */
  record Unique(List<String> columns, List<SortKey> keepOrder) implements OfRows {
    @Override
    public String type() {
      return "unique";
    }
  }

  /** SQL that is true of good rows. */
  record SqlRow(String expr) implements OfRows {
    @Override
    public String type() {
      return "sql_row";
    }

    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /** How many rows are in scope. */
  record RowCount(@Nullable Between between, @Nullable Anomaly anomaly) implements OfTable {
    @Override
    public String type() {
      return "row_count";
    }

    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /**
   * A number over a column.
   *
   * @param q of {@code quantile}, 0 to 1; otherwise null
   */
  record Measure(
      Metric metric,
      @Nullable Double q,
      String column,
      @Nullable Between between,
      @Nullable Anomaly anomaly)
      implements OfTable {
    @Override
    public String type() {
      return "metric";
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** The greatest value is no older than allowed. */
  record Freshness(String column, Duration maxAge, boolean wallClock) implements OfTable {
    @Override
    public String type() {
      return "freshness";
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * The columns are those expected.
   *
   * @param exact names, types and order; else every expected column is there with the same or a
   *     wider type
   * @param expected empty: those at the rule's last earlier run
   */
  record SchemaIs(boolean exact, boolean allowNew, List<Expected> expected) implements OfTable {
    @Override
    public String type() {
      return "schema";
    }

    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /** One value of the determinant has one value of the dependent. */
  record FunctionalDependency(List<String> determinant, List<String> dependent) implements OfTable {
    @Override
    public String type() {
      return "functional_dependency";
    }

    @Override
    public List<String> columns() {
      return Stream.concat(determinant.stream(), dependent.stream()).toList();
    }
  }

  /** A query that gives one number. */
  record SqlMetric(String sql, @Nullable Between between, @Nullable Anomaly anomaly)
      implements OfTable {
    @Override
    public String type() {
      return "sql_metric";
    }

    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /** One column to order by; NULLs are first either way. */
  record SortKey(String column, boolean descending) {}

  /** A column that a schema is to have; the type in Spark's DDL. */
  record Expected(String name, String type) {}

  /** The numbers of {@link Measure}. */
  enum Metric {
    COMPLETENESS,
    MEAN,
    SUM,
    STDDEV,
    MIN,
    MAX,
    DISTINCT,
    QUANTILE
  }
}
