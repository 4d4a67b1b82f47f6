package io.tidemark.quality.engine;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.QueryPlans;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.quality.definition.DataRef;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A query that gives one number. It reads the view {@code dataset}, the rows in scope, and others
 * by {@code ref('source')} or a table's name, each through {@link Lookups}.
 */
final class SqlMetricQuery {
  private static final String DATASET = "dataset";
  private static final String CATALOG = "tidemark";

  /** Functions that run code. */
  private static final Set<String> CODE = Set.of("reflect", "java_method", "try_reflect");

  private final AnsiSession session;
  private final SuiteSql sql;
  private final Lookups lookups;

  SqlMetricQuery(AnsiSession session, SuiteSql sql, Lookups lookups) {
    this.session = session;
    this.sql = sql;
    this.lookups = lookups;
  }

  /**
   * The number; null for NULL.
   *
   * @throws UnfitRuleException if it is no such query
   */
  @Nullable Double value(String text, Dataset<Row> inScope) {
    SparkSession own = session.copy();
    own.conf().set("spark.sql.runSQLOnFiles", false);
    SparkInternals.moved(inScope, own).createOrReplaceTempView(DATASET);
    return SparkInternals.within(own, () -> number(rows(own, text)));
  }

  private Dataset<Row> rows(SparkSession own, String text) {
    LogicalPlan parsed = ScalaInterop.bound(parsed(own, text), sql.parameters());
    ScalaInterop.walk(parsed, SqlMetricQuery::check);
    LogicalPlan complete = ScalaInterop.rewritten(parsed, this::opened);
    return Dataset.ofRows(own, complete);
  }

  private static LogicalPlan parsed(SparkSession own, String text) {
    try {
      return own.sessionState().sqlParser().parsePlan(text);
    } catch (Exception e) {
      // Scala throws this checked exception without saying so.
      if (e instanceof SparkThrowable) {
        throw refused("sql does not parse: " + Predicates.plain(e.getMessage()));
      }
      throw e instanceof RuntimeException other ? other : new IllegalStateException(e);
    }
  }

  private static void check(Object node) {
    if (node instanceof LogicalPlan && !QueryPlans.isPartOfQuery(node)) {
      throw refused("sql is no query but " + QueryPlans.statement(node));
    } else if (node instanceof UnresolvedFunction function) {
      List<String> name = ScalaInterop.list(function.nameParts());
      if (CODE.contains(name.get(name.size() - 1).toLowerCase(Locale.ROOT))) {
        throw refused("sql calls " + String.join(".", name) + "(), which runs code");
      }
    }
  }

  private LogicalPlan opened(LogicalPlan node) {
    if (node instanceof UnresolvedTableValuedFunction function) {
      List<String> name = ScalaInterop.list(function.name());
      return name.size() == 1 && name.get(0).equalsIgnoreCase("ref")
          ? opened(new DataRef.OfSource(source(function)), List.of())
          : node;
    }
    if (node instanceof UnresolvedRelation relation) {
      List<String> parts = ScalaInterop.list(relation.multipartIdentifier());
      boolean qualified = parts.size() == 3 && parts.get(0).equalsIgnoreCase(CATALOG);
      if (parts.size() == 2 || qualified) {
        List<String> schema = parts.subList(parts.size() - 2, parts.size() - 1);
        return opened(new DataRef.OfTable(schema.get(0), parts.get(parts.size() - 1)), schema);
      }
    }
    return node;
  }

  private LogicalPlan opened(DataRef data, List<String> qualifier) {
    String name =
        data instanceof DataRef.OfTable table ? table.table() : ((DataRef.OfSource) data).name();
    Dataset<Row> rows = session.outside(() -> lookups.rows(data));
    return new SubqueryAlias(
        new AliasIdentifier(name, ScalaInterop.seq(qualifier)), rows.queryExecution().analyzed());
  }

  private static String source(UnresolvedTableValuedFunction function) {
    List<Expression> arguments = ScalaInterop.list(function.functionArgs());
    if (arguments.size() == 1
        && arguments.get(0) instanceof Literal literal
        && DataTypes.StringType.equals(literal.dataType())
        && literal.value() != null) {
      return literal.value().toString();
    }
    throw refused("sql has ref(…) of something else than one name");
  }

  private static @Nullable Double number(Dataset<Row> rows) {
    StructType schema = rows.schema();
    if (schema.size() != 1) {
      throw refused("sql gives " + schema.size() + " columns, not one number");
    }
    DataType type = schema.fields()[0].dataType();
    if (!(type instanceof NumericType)) {
      throw refused("sql gives " + Columns.sql(type) + ", not one number");
    }
    List<Row> found = rows.limit(2).collectAsList(); // at most two
    if (found.size() != 1) {
      throw refused("sql gives " + (found.isEmpty() ? "no row" : "several rows") + ", not one");
    }
    return found.get(0).isNullAt(0) ? null : ((Number) found.get(0).get(0)).doubleValue();
  }

  private static UnfitRuleException refused(String why) {
    return new UnfitRuleException("SQL_REFUSED", why);
  }
}
