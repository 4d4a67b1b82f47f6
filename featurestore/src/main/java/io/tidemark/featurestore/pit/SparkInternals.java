package io.tidemark.featurestore.pit;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Murmur3HashFunction;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
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

  /** Spark's order of the values of a type, but for NULL. */
  static Comparator<Object> order(DataType type) {
    return TypeUtils.getInterpretedOrdering(type);
  }

  /** Spark's hash of a value, from the hash of the values before it. */
  static int hash(Object value, DataType type, int seed) {
    return (int) Murmur3HashFunction.hash(value, type, seed);
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
