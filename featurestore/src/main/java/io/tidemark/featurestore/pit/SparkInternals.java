package io.tidemark.featurestore.pit;

import io.tidemark.lineage.ScalaInterop;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
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
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.RebaseDateTime.RebaseSpec;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Seq;
import scala.collection.immutable.Map$;
import scala.runtime.AbstractFunction1;

/**
 * All that is used of Spark that is not its public interface. Tried on 3.5.7; the same signatures
 * stand in 3.5.0 to 3.5.6.
 */
final class SparkInternals {
  private static final int ANY_WIDTH = Integer.MAX_VALUE;

  /** What the JVM says where a class is not as it was when this was compiled. */
  private static final Pattern MISSING =
      Pattern.compile(
          "\\bjava\\.lang\\.(NoSuch(Method|Field)|NoClassDefFound|AbstractMethod|"
              + "IncompatibleClassChange)Error\\b");

  private SparkInternals() {}

  /** Whether something failed, here or in a task, because this Spark is another one. */
  static boolean isMissing(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      // Executors send messages, not always causes.
      if (each instanceof LinkageError || MISSING.matcher(each.toString()).find()) {
        return true;
      }
    }
    return false;
  }

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

  /** A reader of Parquet files that gives these columns, a first key first; NULL for none. */
  static Reader reader(SparkSession session, StructType columns, RunsRead counted) {
    SparkSession planner = session.cloneSession();
    planner.conf().set("spark.sql.parquet.enableVectorizedReader", true);
    planner.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", true);
    planner.conf().set("spark.sql.codegen.wholeStage", true);
    planner.conf().set("spark.sql.codegen.maxFields", ANY_WIDTH);
    Configuration conf = planner.sessionState().newHadoopConf();
    // Of this only what Spark sets in the configuration is used.
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
            conf);
    return new Reader(
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(conf)),
        columns,
        counted,
        planner.conf().get("spark.sql.parquet.datetimeRebaseModeInRead"),
        planner.conf().get("spark.sql.parquet.int96RebaseModeInRead"),
        planner.sessionState().conf().parquetVectorizedReaderBatchSize());
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

  /** Makes rows of Spark's own of values of these types; each is good until the next one. */
  static Function<InternalRow, UnsafeRow> unsafeRows(DataType[] types) {
    return UnsafeProjection.create(types)::apply;
  }

  /** A new file of this task's, in the folders that Spark has for what does not fit in memory. */
  static File temporaryFile() {
    return SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2();
  }

  /** To such a file, encrypted if Spark is to encrypt what it puts on local disks. */
  static OutputStream encrypted(OutputStream out) {
    return SparkEnv.get().serializerManager().wrapForEncryption(out);
  }

  /** From such a file. */
  static InputStream decrypted(InputStream in) {
    return SparkEnv.get().serializerManager().wrapForEncryption(in);
  }

  /** Tells Spark what a task has put on disk for want of memory. */
  static void countSpilled(long bytes) {
    TaskContext.get().taskMetrics().incDiskBytesSpilled(bytes);
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

    int count() {
      return conditions.size();
    }

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

    private final Broadcast<SerializableConfiguration> conf;
    private final StructType columns;
    private final RunsRead counted;
    private final String rebase;
    private final String rebaseInt96;
    private final int batchRows;
    // One copy for all files of a task.
    private transient @Nullable JobConf job;

    Reader(
        Broadcast<SerializableConfiguration> conf,
        StructType columns,
        RunsRead counted,
        String rebase,
        String rebaseInt96,
        int batchRows) {
      this.conf = conf;
      this.columns = columns;
      this.counted = counted;
      this.rebase = rebase;
      this.rebaseInt96 = rebaseInt96;
      this.batchRows = batchRows;
    }

    RunBatches open(RunFile file) {
      if (job == null) {
        job = new JobConf(conf.value().value());
      }
      Path path = new Path(uri(file.path()));
      FileSplit whole = new FileSplit(path, 0, file.size(), new String[0]);
      try {
        ParquetMetadata footer =
            ParquetFooterReader.readFooter(job, path, ParquetMetadataConverter.NO_FILTER);
        counted.opened(footer.getBlocks().size());
        return new RunBatches(
            new RowGroups(footer, columns), counted, groups -> opened(whole, groups));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private RecordReader<Void, Object> opened(FileSplit whole, ParquetMetadata groups)
        throws IOException, InterruptedException {
      VectorizedParquetRecordReader reader = of(groups.getFileMetaData());
      try {
        reader.initialize(
            whole, new TaskAttemptContextImpl(job, new TaskAttemptID()), Option.apply(groups));
        reader.initBatch(new StructType(), InternalRow.empty());
        reader.enableReturningBatches();
        return reader;
      } catch (IOException | InterruptedException | RuntimeException e) {
        reader.close();
        throw e;
      }
    }

    private VectorizedParquetRecordReader of(FileMetaData file) {
      AbstractFunction1<String, String> written = value(file.getKeyValueMetaData());
      RebaseSpec times = DataSourceUtils.datetimeRebaseSpec(written, rebase);
      RebaseSpec old = DataSourceUtils.int96RebaseSpec(written, rebaseInt96);
      return new VectorizedParquetRecordReader(
          null,
          times.mode().toString(),
          times.timeZone(),
          old.mode().toString(),
          old.timeZone(),
          false,
          batchRows);
    }

    private static AbstractFunction1<String, String> value(Map<String, String> map) {
      return new AbstractFunction1<>() {
        @Override
        @SuppressWarnings("NullAway") // Spark asks whether it is null.
        public String apply(String key) {
          return map.get(key);
        }
      };
    }

    private static URI uri(String path) {
      try {
        return new URI(path);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("no path of a file: " + path, e);
      }
    }
  }
}
