package io.tidemark.lineage;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes rows of a {@link SourceQuery}: one query of built-in deterministic functions that reads
 * nothing but {@code ref('source')} and what it names itself in WITH.
 */
final class QueryCompiler {
  private static final String REF = "ref";

  /** What makes the same of rows in whatever order, or orders them. */
  private static final Set<String> ORDERING =
      Set.of("SortArray", "ArraySort", "Size", "WindowExpression");

  /** What depends on the order of rows, though Spark calls it deterministic. */
  private static final Set<String> ORDERED =
      Set.of("First", "Last", "AnyValue", "CollectList", "CollectSet");

  private final SparkSession spark;
  private final Declared<?> owner;
  private final String path;

  QueryCompiler(SparkSession spark, Declared<?> owner, String path) {
    this.spark = spark;
    this.owner = owner;
    this.path = path;
  }

  /**
   * The query's rows.
   *
   * @param open gives a source that the query names
   * @throws Refusal at the field for everything else than such a query
   */
  QueryTable compile(SourceQuery query, Function<String, SourceTable> open) {
    LogicalPlan parsed = parsed(query.text());
    Set<String> named = new HashSet<>();
    check(parsed, Set.of(), named);
    if (!named.equals(Set.copyOf(query.sources()))) {
      throw refusal("hides which sources it reads", "write each as ref('source')");
    }
    Map<String, SourceTable> sources = new LinkedHashMap<>();
    query.sources().forEach(name -> sources.put(name, open.apply(name)));
    LogicalPlan complete = ScalaInterop.rewritten(parsed, each -> read(each, sources));
    Dataset<Row> rows;
    try {
      rows = Dataset.ofRows(spark, complete);
    } catch (Exception e) {
      // Scala throws AnalysisException, which is checked, without saying so.
      if (e instanceof SparkThrowable) {
        throw refusal("does not fit: " + Predicates.plain(e.getMessage()), "correct the query");
      }
      throw e;
    }
    checkSteady(rows.queryExecution().analyzed());
    return new QueryTable(rows, new ArrayList<>(sources.values()));
  }

  private LogicalPlan parsed(String text) {
    if (Predicates.hasMovingLiteral(text)) {
      throw unsteady("depends on when it is asked");
    }
    try {
      return spark.sessionState().sqlParser().parsePlan(text);
    } catch (Exception e) {
      if (e instanceof SparkThrowable) {
        throw refusal(
            "does not parse: " + Predicates.plain(e.getMessage()),
            "write one SELECT or WITH query over ref('source')");
      }
      throw e instanceof RuntimeException other ? other : new IllegalStateException(e);
    }
  }

  /**
   * Refuses what is no query over sources.
   *
   * @param with the names that WITH gives to queries, in lower case
   * @param named gathers the sources
   */
  private void check(Object parsed, Set<String> with, Set<String> named) {
    ScalaInterop.walkInto(
        parsed,
        node -> {
          if (node instanceof UnresolvedWith queries) {
            Set<String> known = new HashSet<>(with);
            for (Map.Entry<String, LogicalPlan> query : ScalaInterop.named(queries)) {
              check(query.getValue(), known, named);
              known.add(query.getKey().toLowerCase(Locale.ROOT));
            }
            check(queries.child(), known, named);
            return false;
          }
          check(node, named);
          if (node instanceof UnresolvedRelation relation) {
            checkRelation(ScalaInterop.list(relation.multipartIdentifier()), with);
          }
          return true;
        });
  }

  private void check(Object node, Set<String> named) {
    if (node instanceof ScriptTransformation) {
      throw refusal("runs a program with TRANSFORM", "use built-in functions");
    } else if (node instanceof Sample) {
      throw unsteady("takes a random sample");
    } else if (node instanceof UnresolvedTableValuedFunction function) {
      named.add(source(function));
    } else if (node instanceof UnresolvedFunction function) {
      checkFunction(ScalaInterop.list(function.nameParts()));
    } else if (node instanceof UnresolvedGenerator generator) {
      checkFunction(List.of(generator.name().funcName()));
    } else if (node.getClass().getSimpleName().endsWith("WithUnresolvedIdentifier")) {
      throw refusal("has IDENTIFIER(…), which hides what is meant", "write the name itself");
    } else if (node instanceof LogicalPlan && !QueryPlans.isPartOfQuery(node)) {
      throw refusal(
          "is no query but " + QueryPlans.statement(node),
          "write one SELECT or WITH query over ref('source')");
    }
  }

  private void checkRelation(List<String> parts, Set<String> with) {
    if (parts.size() != 1 || !with.contains(parts.get(0).toLowerCase(Locale.ROOT))) {
      throw refusal(
          "reads " + String.join(".", parts) + ", which is no source",
          "declare it as a Source and read it as ref('name')");
    }
  }

  private void checkFunction(List<String> parts) {
    if (parts.size() == 1 && parts.get(0).equalsIgnoreCase(REF)) {
      throw refusal("has ref(…) where a value belongs", "read a source with FROM ref('name')");
    }
    Optional<String> why = Predicates.refused(parts);
    if (why.isPresent()) {
      throw unsteady(why.get());
    }
  }

  /** The source that a function in FROM names. */
  private String source(UnresolvedTableValuedFunction function) {
    List<String> name = ScalaInterop.list(function.name());
    if (name.size() != 1 || !name.get(0).equalsIgnoreCase(REF)) {
      throw refusal(
          "reads " + String.join(".", name) + "(…), which is no source",
          "read sources only, as ref('name')");
    }
    List<Expression> arguments = ScalaInterop.list(function.functionArgs());
    if (arguments.size() == 1
        && arguments.get(0) instanceof Literal literal
        && DataTypes.StringType.equals(literal.dataType())
        && literal.value() != null) {
      return literal.value().toString();
    }
    throw refusal("has ref(…) of something else than one name", "write ref('name')");
  }

  private LogicalPlan read(LogicalPlan node, Map<String, SourceTable> sources) {
    if (!(node instanceof UnresolvedTableValuedFunction function)) {
      return node;
    }
    String name = source(function);
    SourceTable table = sources.get(name);
    if (table == null) {
      throw new IllegalStateException("no source " + name);
    }
    return new SubqueryAlias(
        new AliasIdentifier(name, ScalaInterop.seq(List.of(REF))),
        table.rows().queryExecution().analyzed());
  }

  /** Refuses what gives other rows another time; what the sources themselves are is left alone. */
  private void checkSteady(LogicalPlan analyzed) {
    Set<Object> ordered = Collections.newSetFromMap(new IdentityHashMap<>());
    ScalaInterop.walkInto(
        analyzed,
        node -> {
          if (node instanceof SubqueryAlias alias && isSource(alias)) {
            return false;
          }
          if (node instanceof Expression expression) {
            checkSteady(expression, ordered);
          }
          return true;
        });
  }

  /**
   * One expression; those around it come before it.
   *
   * @param ordered gathers what is ordered, or whose order does not matter
   */
  private void checkSteady(Expression expression, Set<Object> ordered) {
    Optional<String> why = Predicates.unsteadyNode(expression);
    if (why.isPresent()) {
      throw unsteady(why.get());
    }
    List<Expression> children = ScalaInterop.list(expression.children());
    String kind = expression.getClass().getSimpleName();
    if (ORDERING.contains(kind)) {
      for (Expression child : children) {
        ordered.add(child instanceof AggregateExpression list ? list.aggregateFunction() : child);
      }
    }
    boolean culprit =
        !expression.deterministic() && children.stream().allMatch(Expression::deterministic);
    if (Predicates.startsAnywhere(expression)
        || (culprit || ORDERED.contains(kind)) && !ordered.contains(expression)) {
      throw unsteady("calls " + expression.prettyName() + "(), which is not deterministic here");
    }
  }

  private static boolean isSource(SubqueryAlias alias) {
    List<String> qualifier = ScalaInterop.list(alias.identifier().qualifier());
    return qualifier.equals(List.of(REF));
  }

  private Refusal unsteady(String why) {
    return refusal(
        why,
        "let the query give the same rows whenever, in whatever order and by whomever it is asked");
  }

  private Refusal refusal(String why, String fix) {
    String field = path.substring(path.indexOf('.') + 1);
    return new Refusal(
        2, List.of(owner.error(path, "SQL_REFUSED", "query of " + field + " " + why, fix)));
  }
}
