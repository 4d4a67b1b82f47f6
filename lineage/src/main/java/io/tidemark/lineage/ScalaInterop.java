package io.tidemark.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.DeltaTimeTravelSpec;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.delta.files.TahoeLogFileIndex;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Product;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.Traversable;
import scala.runtime.AbstractPartialFunction;

/** The one place where Scala's collections are met. */
public final class ScalaInterop {

  private ScalaInterop() {}

  /** An immutable Scala sequence of the same elements. */
  public static <T> Seq<T> seq(List<T> elements) {
    return JavaConverters.asScalaBuffer(elements).toList();
  }

  /** A copy of a Scala sequence. */
  public static <T> List<T> list(Seq<T> elements) {
    return List.copyOf(JavaConverters.seqAsJavaList(elements));
  }

  /** The elements of an array as Spark hands it to a function of ours; NULL is null. */
  @SuppressWarnings("unchecked")
  public static <T extends @Nullable Object> List<T> elements(Object array) {
    return new ArrayList<>(JavaConverters.seqAsJavaList((Seq<T>) array));
  }

  /** Calls back with every node of a tree, also those that its nodes hold as their arguments. */
  public static void walk(@Nullable Object node, Consumer<Object> each) {
    walkInto(
        node,
        visited -> {
          each.accept(visited);
          return true;
        });
  }

  /** The same, not looking into nodes of which the callback answers false. */
  static void walkInto(@Nullable Object node, Predicate<Object> each) {
    if (node == null || !each.test(node)) {
      return;
    }
    if (node instanceof Traversable<?> elements) {
      walkInto(elements.toIterator(), each);
    } else if (node instanceof TreeNode<?>
        || (node instanceof Product && node.getClass().getName().startsWith("scala."))) {
      walkInto(((Product) node).productIterator(), each);
    }
  }

  private static void walkInto(scala.collection.Iterator<?> nodes, Predicate<Object> each) {
    while (nodes.hasNext()) {
      walkInto(nodes.next(), each);
    }
  }

  /** The named queries of a WITH, in their order. */
  static List<Map.Entry<String, LogicalPlan>> named(UnresolvedWith with) {
    List<Map.Entry<String, LogicalPlan>> named = new ArrayList<>();
    for (Tuple2<String, SubqueryAlias> each : list(with.cteRelations())) {
      named.add(Map.entry(each._1(), each._2()));
    }
    return named;
  }

  /**
   * A parsed plan with every node of it, in subqueries and WITH too, replaced by what it becomes.
   */
  public static LogicalPlan rewritten(LogicalPlan parsed, UnaryOperator<LogicalPlan> becomes) {
    return parsed.transformUpWithSubqueries(
        new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
          @Override
          public boolean isDefinedAt(LogicalPlan each) {
            return true;
          }

          @Override
          public LogicalPlan apply(LogicalPlan each) {
            if (!(each instanceof UnresolvedWith with)) {
              return becomes.apply(each);
            }
            List<Tuple2<String, SubqueryAlias>> queries = new ArrayList<>();
            for (Tuple2<String, SubqueryAlias> query : list(with.cteRelations())) {
              queries.add(new Tuple2<>(query._1(), (SubqueryAlias) rewritten(query._2(), becomes)));
            }
            return new UnresolvedWith(with.child(), seq(queries));
          }
        });
  }

  /**
   * A query's rows, a partition at a time, as one execution. A row is only good until the next one
   * is asked for.
   */
  public static void rows(Dataset<Row> query, Consumer<InternalRow> each) {
    QueryExecution execution = query.queryExecution();
    SQLExecution.withNewExecutionId(
        execution,
        Option.apply("sql"),
        () -> {
          scala.collection.Iterator<InternalRow> rows =
              execution.executedPlan().executeToIterator();
          while (rows.hasNext()) {
            each.accept(rows.next());
          }
          return null;
        });
  }

  /** A Delta table at a path, at a version or, for null, as it is now. */
  static DeltaTableV2 deltaTable(
      SparkSession spark, Path path, String name, @Nullable Long version) {
    Option<DeltaTimeTravelSpec> travel =
        version == null
            ? Option.empty()
            : Option.apply(
                new DeltaTimeTravelSpec(
                    Option.empty(), Option.<Object>apply(version), Option.apply("sql")));
    return new DeltaTableV2(
        spark,
        path,
        Option.empty(),
        Option.apply(name),
        travel,
        scala.collection.immutable.Map$.MODULE$.empty());
  }

  /** A transaction that reads a version of a Delta table. */
  static OptimisticTransaction transaction(DeltaLog log, long version) {
    Snapshot snapshot = log.getSnapshotAt(version, Option.empty(), Option.empty());
    return log.startTransaction(Option.empty(), Option.apply(snapshot));
  }

  /** Writes rows as new files of a table; the transaction is to commit them. */
  static List<FileAction> writeFiles(
      OptimisticTransaction transaction, Dataset<Row> rows, Map<String, String> options) {
    scala.collection.immutable.Map<String, String> given =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, String> option : options.entrySet()) {
      given = given.updated(option.getKey(), option.getValue());
    }
    SQLConf conf = rows.sparkSession().sessionState().conf();
    return list(transaction.writeFiles(rows, Option.apply(new DeltaOptions(given, conf))));
  }

  /**
   * A transaction that reads the newest version of a Delta table, and an application's ordinal in
   * it: another commit of the application meanwhile is a conflict.
   */
  static OptimisticTransaction transaction(DeltaLog log, String application) {
    OptimisticTransaction transaction = log.startTransaction();
    transaction.readTxn().$plus$eq(application);
    return transaction;
  }

  /** The entry of a commit that says what an application's ordinal is now. */
  static SetTransaction ordinal(String application, long ordinal) {
    return new SetTransaction(
        application, ordinal, Option.apply((Object) System.currentTimeMillis()));
  }

  /** The entry of a table's first commit that says what it is. */
  static Metadata table(
      StructType columns, List<String> partitionBy, Map<String, String> properties) {
    return new Metadata(
        UUID.randomUUID().toString(),
        null,
        null,
        new Format("parquet", map(Map.of())),
        columns.asNullable().json(),
        seq(partitionBy),
        map(properties),
        Option.apply((Object) System.currentTimeMillis()));
  }

  /** What a commit says of itself that writes rows. */
  static DeltaOperations.Operation write(
      SaveMode mode, List<String> partitionBy, String userMetadata) {
    return new DeltaOperations.Write(
        mode, Option.apply(seq(partitionBy)), Option.empty(), Option.apply(userMetadata));
  }

  /** The rows of some files of what a transaction reads. */
  static Dataset<Row> rows(OptimisticTransaction transaction, List<AddFile> files) {
    return transaction
        .deltaLog()
        .createDataFrame(transaction.snapshot(), seq(files), false, Option.empty());
  }

  /** What a commit says of itself that only arranges rows in other files. */
  static DeltaOperations.Operation optimize() {
    return new DeltaOperations.Optimize(
        seq(List.of()), seq(List.of()), false, Option.empty(), false);
  }

  /** An immutable Scala map of the same entries. */
  static <K, V> scala.collection.immutable.Map<K, V> map(Map<K, V> map) {
    return JavaConverters.mapAsScalaMap(map).toMap(scala.Predef$.MODULE$.<Tuple2<K, V>>$conforms());
  }

  /** The same entries as Spark wants the value of a map column in a row. */
  public static Object cell(Map<String, String> map) {
    return map(map);
  }

  /** A copy of a Scala map. */
  public static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
    return Map.copyOf(JavaConverters.mapAsJavaMap(map));
  }

  /** An expression and everything below it, also what Spark puts in its place. */
  public static List<Expression> flatten(Expression expression) {
    List<Expression> found = new ArrayList<>();
    found.add(expression);
    for (Expression child : list(expression.children())) {
      found.addAll(flatten(child));
    }
    if (expression instanceof RuntimeReplaceable function && expression.resolved()) {
      found.addAll(flatten(function.replacement()));
    }
    return found;
  }

  /** A parsed expression in which every column that is a key of the map has the value's name. */
  static Expression renamed(Expression parsed, Map<String, String> names) {
    return (Expression)
        parsed.transformUp(
            new AbstractPartialFunction<Expression, Expression>() {
              @Override
              public boolean isDefinedAt(Expression each) {
                return each instanceof UnresolvedAttribute column
                    && names.containsKey(column.nameParts().head().toLowerCase(Locale.ROOT));
              }

              @Override
              public Expression apply(Expression each) {
                List<String> parts =
                    new ArrayList<>(list(((UnresolvedAttribute) each).nameParts()));
                parts.set(
                    0, Objects.requireNonNull(names.get(parts.get(0).toLowerCase(Locale.ROOT))));
                return new UnresolvedAttribute(seq(parts));
              }
            });
  }

  /** A parsed expression in which every {@code :name} that is a key of the map is its value. */
  static Expression bound(Expression parsed, Map<String, ? extends Expression> parameters) {
    return (Expression) parsed.transformUp(binding(parameters));
  }

  /** The same for a parsed query, in its subqueries and in WITH too. */
  public static LogicalPlan bound(
      LogicalPlan parsed, Map<String, ? extends Expression> parameters) {
    AbstractPartialFunction<Expression, Expression> binding = binding(parameters);
    return rewritten(parsed, each -> (LogicalPlan) each.transformExpressionsUp(binding));
  }

  private static AbstractPartialFunction<Expression, Expression> binding(
      Map<String, ? extends Expression> parameters) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(Expression each) {
        return each instanceof NamedParameter parameter && parameters.containsKey(parameter.name());
      }

      @Override
      public Expression apply(Expression each) {
        return Objects.requireNonNull(parameters.get(((NamedParameter) each).name()));
      }
    };
  }

  /** The expressions of a plan's top node. */
  public static List<Expression> expressions(LogicalPlan plan) {
    return list(plan.expressions());
  }

  /** The group of a function that is built into Spark, empty if there is none of that name. */
  public static Optional<String> builtinGroup(String function) {
    Option<ExpressionInfo> info =
        FunctionRegistry$.MODULE$.builtin().lookupFunction(new FunctionIdentifier(function));
    return info.isEmpty() ? Optional.empty() : Optional.of(info.get().getGroup());
  }

  /** The Delta snapshot that a query reads, if it reads one Delta table. */
  public static Optional<Snapshot> deltaSnapshot(Dataset<?> query) {
    for (LogicalPlan leaf : list(query.queryExecution().analyzed().collectLeaves())) {
      if (leaf instanceof LogicalRelation relation
          && relation.relation() instanceof HadoopFsRelation files
          && files.location() instanceof TahoeLogFileIndex log) {
        return Optional.of(log.getSnapshot());
      }
    }
    return Optional.empty();
  }
}
