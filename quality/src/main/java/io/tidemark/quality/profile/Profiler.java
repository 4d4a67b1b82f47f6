package io.tidemark.quality.profile;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Profiles a table in one scan. */
public final class Profiler {

  /** Tasks merge what tasks found, so that the driver never gets more than a few states. */
  private static final int DEPTH = 2;

  private Profiler() {}

  /**
   * What the rows hold: nested columns their NULLs only. Counts, extremes and lengths are exact,
   * moments up to the rounding of doubles; quantiles of more than a few hundred values are a
   * sketch's, which two runs may answer differently within its error.
   */
  public static TableProfile profile(Dataset<Row> rows) {
    StructType schema = rows.schema();
    byte[] state =
        states(rows, schema)
            .treeAggregate(
                new byte[0],
                (one, other) -> TableState.merged(schema, one, other),
                (one, other) -> TableState.merged(schema, one, other),
                DEPTH);
    return TableState.of(schema, state).profile();
  }

  private static JavaRDD<byte[]> states(Dataset<Row> rows, StructType schema) {
    return ScanBatches.of(rows)
        .map(
            scan -> {
              int[] ordinals = scan.ordinals();
              return scan.batches().mapPartitions(each -> ofBatches(each, ordinals, schema));
            })
        .orElseGet(
            () ->
                rows.queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .mapPartitions(each -> ofRows(each, schema)));
  }

  private static Iterator<byte[]> ofBatches(
      Iterator<ColumnarBatch> batches, int[] ordinals, StructType schema) {
    TableState state = new TableState(schema);
    while (batches.hasNext()) {
      state.add(batches.next(), ordinals);
    }
    return List.of(state.bytes()).iterator();
  }

  private static Iterator<byte[]> ofRows(Iterator<InternalRow> rows, StructType schema) {
    TableState state = new TableState(schema);
    while (rows.hasNext()) {
      state.add(rows.next());
    }
    return List.of(state.bytes()).iterator();
  }
}
