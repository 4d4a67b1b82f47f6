package io.tidemark.quality.profile;

import io.tidemark.lineage.ScalaInterop;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * What a query reads, before Spark makes rows of it: of files that are read in batches, where the
 * query only names columns.
 *
 * @param ordinals where in a batch the query's columns are
 */
record ScanBatches(JavaRDD<ColumnarBatch> batches, int[] ordinals) {

  /** The batches of a query; empty if it is of another kind. */
  static Optional<ScanBatches> of(Dataset<Row> query) {
    SparkPlan plan = inner(query.queryExecution().executedPlan());
    List<? extends Expression> wanted = ScalaInterop.list(plan.output());
    if (plan instanceof ProjectExec project) {
      wanted = ScalaInterop.list(project.projectList()).stream().map(e -> (Expression) e).toList();
      plan = inner(project.child());
    }
    if (!(plan instanceof ColumnarToRowExec rows)) {
      return Optional.empty();
    }
    SparkPlan scan = inner(rows.child());
    List<Attribute> read = ScalaInterop.list(scan.output());
    int[] ordinals = new int[wanted.size()];
    for (int i = 0; i < ordinals.length; i++) {
      Expression column = wanted.get(i) instanceof Alias alias ? alias.child() : wanted.get(i);
      ordinals[i] = ordinal(column, read);
      if (ordinals[i] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new ScanBatches(scan.executeColumnar().toJavaRDD(), ordinals));
  }

  private static SparkPlan inner(SparkPlan plan) {
    if (plan instanceof WholeStageCodegenExec stage) {
      return inner(stage.child());
    }
    return plan instanceof InputAdapter input ? inner(input.child()) : plan;
  }

  private static int ordinal(Expression column, List<Attribute> read) {
    for (int i = 0; i < read.size(); i++) {
      if (column instanceof Attribute named && named.exprId().equals(read.get(i).exprId())) {
        return i;
      }
    }
    return -1;
  }
}
