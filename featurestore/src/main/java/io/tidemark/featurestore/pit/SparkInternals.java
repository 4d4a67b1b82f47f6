package io.tidemark.featurestore.pit;

import io.tidemark.lineage.ScalaInterop;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Murmur3HashFunction;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.collection.immutable.Map$;

/**
 * All that is used of Spark that is not its public interface. Tried on 3.5.7; the same signatures
 * stand in 3.5.0 to 3.5.6.
 */
final class SparkInternals {
  private static final int ANY_WIDTH = Integer.MAX_VALUE;

  private SparkInternals() {}

  /**
   * A query's rows in its own partitions, neither fewer nor joined; nothing runs before they are
   * asked for. A row is only good until the next one is asked for.
   */
  static JavaRDD<InternalRow> rows(Dataset<Row> query) {
    // Adaptive execution runs the shuffles of a plan while it plans.
    SparkSession planner = query.sparkSession().cloneSession();
    planner.conf().set("spark.sql.adaptive.enabled", false);
    return Dataset.ofRows(planner, query.queryExecution().analyzed())
        .queryExecution()
        .toRdd()
        .toJavaRDD();
  }

  /** Rows as a query of a session. */
  static Dataset<Row> query(SparkSession session, JavaRDD<InternalRow> rows, StructType columns) {
    return session.internalCreateDataFrame(rows.rdd(), columns, false);
  }

  /** A reader of Parquet files that gives these columns, NULL where a file has none. */
  static Reader reader(SparkSession session, StructType columns) {
    SparkSession planner = session.cloneSession();
    planner.conf().set("spark.sql.parquet.enableVectorizedReader", true);
    planner.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", true);
    planner.conf().set("spark.sql.codegen.wholeStage", true);
    planner.conf().set("spark.sql.codegen.maxFields", ANY_WIDTH);
    return new Reader(
        new ParquetFileFormat()
            .buildReaderWithPartitionValues(
                planner,
                columns,
                new StructType(),
                columns,
                scala.collection.immutable.List$.MODULE$.empty(),
                Map$.MODULE$
                    .<String, String>empty()
                    .updated(FileFormat.OPTION_RETURNING_BATCH(), "true"),
                planner.sessionState().newHadoopConf()));
  }

  /** The names of the columns that an expression over a table reads. */
  static List<String> columns(SparkSession session, StructType table, Column expression) {
    Expression planned = (Expression) planned(session, table, expression).projectList().head();
    return ScalaInterop.list(planned.references().toSeq()).stream().map(Attribute::name).toList();
  }

  /** Conditions over rows of these columns, for tasks. */
  static Conditions conditions(SparkSession session, StructType columns, List<Column> conditions) {
    return new Conditions(
        conditions.stream()
            .map(condition -> planned(session, columns, condition))
            .map(plan -> new Conditions.Condition(plan.projectList().head(), plan.child().output()))
            .toList());
  }

  /** The value that an expression without columns has inside Spark. */
  static @Nullable Object value(Column literal) {
    return literal.expr().eval(InternalRow.empty());
  }

  /** A struct as JSON, times in UTC. */
  static String json(InternalRow row, StructType type) {
    Expression struct = new BoundReference(0, type, false);
    return new StructsToJson(Map$.MODULE$.empty(), struct, Option.apply("UTC"))
        .eval(new GenericInternalRow(new Object[] {row}))
        .toString();
  }

  /** An expression as Spark would evaluate it on rows of a schema. */
  private static ProjectExec planned(SparkSession session, StructType columns, Column expression) {
    Dataset<Row> none = session.createDataFrame(session.emptyDataFrame().toJavaRDD(), columns);
    return (ProjectExec) none.select(expression).queryExecution().sparkPlan();
  }

  /** Spark's order of the values of a type, but for NULL. */
  static Comparator<Object> order(DataType type) {
    return TypeUtils.getInterpretedOrdering(type);
  }

  /** Spark's hash of a value, from the hash of the values before it. */
  static int hash(Object value, DataType type, int seed) {
    return (int) Murmur3HashFunction.hash(value, type, seed);
  }

  /** What rows are asked in tasks. */
  static final class Conditions implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Condition> conditions;

    Conditions(List<Condition> conditions) {
      this.conditions = conditions;
    }

    /** One of them, and the columns that it is about. */
    record Condition(NamedExpression expression, Seq<Attribute> columns) implements Serializable {}

    Open open() {
      BasePredicate[] open = new BasePredicate[conditions.size()];
      for (int i = 0; i < open.length; i++) {
        Condition condition = conditions.get(i);
        open[i] = Predicate.create((Expression) condition.expression(), condition.columns());
        open[i].initialize(0);
      }
      return new Open(open);
    }

    /** Ready to be asked. */
    static final class Open {
      private final BasePredicate[] conditions;

      Open(BasePredicate[] conditions) {
        this.conditions = conditions;
      }

      /** Of each condition whether a row meets it; NULL does not. */
      boolean[] test(InternalRow row) {
        boolean[] met = new boolean[conditions.length];
        for (int i = 0; i < met.length; i++) {
          met[i] = conditions[i].eval(row);
        }
        return met;
      }
    }
  }

  /** Opens files in tasks. */
  static final class Reader implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Spark's own, made to be sent.
    private final Function1<PartitionedFile, Iterator<InternalRow>> opener;

    Reader(Function1<PartitionedFile, Iterator<InternalRow>> opener) {
      this.opener = opener;
    }

    Batches open(RunFile file) {
      PartitionedFile whole =
          new PartitionedFile(
              InternalRow.empty(),
              SparkPath.fromPath(new Path(uri(file.path()))),
              0,
              file.size(),
              new String[0],
              0,
              file.size(),
              Map$.MODULE$.empty());
      return new Batches(opener.apply(whole));
    }

    private static URI uri(String path) {
      try {
        return new URI(path);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("no path of a file: " + path, e);
      }
    }
  }

  /** The batches of one file, in order; closed at the end of the task at the latest. */
  static final class Batches implements Closeable {
    private final Iterator<?> batches;

    Batches(Iterator<?> batches) {
      this.batches = batches;
    }

    /** The next one, good until the one after it is asked for; null at the end. */
    @Nullable ColumnarBatch next() {
      return batches.hasNext() ? (ColumnarBatch) batches.next() : null;
    }

    @Override
    public void close() {
      try {
        ((Closeable) batches).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
