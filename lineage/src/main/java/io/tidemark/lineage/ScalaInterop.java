package io.tidemark.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.files.TahoeLogFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

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

  /** A copy of a Scala map. */
  public static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
    return Map.copyOf(JavaConverters.mapAsJavaMap(map));
  }

  /** An expression and everything below it. */
  public static List<Expression> flatten(Expression expression) {
    List<Expression> found = new ArrayList<>();
    found.add(expression);
    for (Expression child : list(expression.children())) {
      found.addAll(flatten(child));
    }
    return found;
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

  /** The greatest ordinal that an application has committed to a Delta table. */
  public static OptionalLong transactionVersion(Snapshot snapshot, String application) {
    Option<Object> found = snapshot.transactions().get(application);
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of((Long) found.get());
  }
}
