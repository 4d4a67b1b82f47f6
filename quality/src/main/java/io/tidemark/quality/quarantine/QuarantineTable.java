package io.tidemark.quality.quarantine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.TableSpec;
import io.tidemark.quality.definition.DataRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The table of a dataset's withheld rows, {@code quarantine.<source>} or {@code
 * quarantine.<view>_v<N>}: the dataset's columns, then {@link #ROW_ID}, {@link #BATCH_ID}, {@link
 * #RUN_ID}, {@link #VIOLATIONS} and {@link #QUARANTINED_AT}. It is made when the first row is
 * withheld, and gains nullable columns as the dataset does.
 */
public final class QuarantineTable {
  /** STRING, unique in the table. */
  public static final String ROW_ID = "_row_id";

  public static final String BATCH_ID = "_batch_id";
  public static final String RUN_ID = "_run_id";

  /** One per quarantine rule that the row fails. */
  public static final String VIOLATIONS = "_violations";

  public static final String QUARANTINED_AT = "_quarantined_at";

  /** The columns that every quarantine table has. */
  public static final StructType ADDED =
      StructType.fromDDL(
          "_row_id STRING, _batch_id STRING, _run_id STRING, _violations ARRAY<STRUCT<rule_id:"
              + " STRING, columns: ARRAY<STRING>, observed: STRING>>, _quarantined_at TIMESTAMP");

  // Delta's plain column names hold none of these.
  private static final String SPECIAL = " ,;{}()\n\t=";
  private static final int ID_LENGTH = 32;

  private final TableRef ref;

  private QuarantineTable(TableRef ref) {
    this.ref = ref;
  }

  /** The table of a source's or a view's withheld rows. */
  public static QuarantineTable of(DataRef dataset) {
    return of(dataset.object());
  }

  /** The same, of an object as {@link Batch} names it. */
  public static QuarantineTable of(String object) {
    int end = object.startsWith("source:") ? object.indexOf(':') : object.indexOf('.');
    return new QuarantineTable(new TableRef("quarantine", object.substring(end + 1)));
  }

  public TableRef ref() {
    return ref;
  }

  /** The rows withheld from a view's table, of all batches; empty if there is no table yet. */
  public Optional<Dataset<Row>> rows(StoredTables tables, TableRef target) {
    return tables.rows(ref).map(rows -> from(rows, target));
  }

  /** The rows withheld from a view's table. */
  public static Dataset<Row> from(Dataset<Row> rows, TableRef target) {
    return rows.where(col(BATCH_ID).startsWith(Batch.prefix(target)));
  }

  /** The rows of one batch; none if there is no table yet. */
  public Optional<Dataset<Row>> rows(StoredTables tables, String batchId) {
    return tables.rows(ref).map(rows -> rows.where(col(BATCH_ID).equalTo(batchId)));
  }

  /** A value as text that is equal for equal values only, times to the microsecond. */
  public static Column text(Column struct) {
    String time = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";
    return to_json(
        struct,
        Map.of(
            "timestampFormat",
            time + "XXX",
            "timestampNTZFormat",
            time,
            "ignoreNullFields",
            "false"));
  }

  /**
   * Makes the table, or gives it the columns that it lacks.
   *
   * @throws io.tidemark.lineage.definition.Refusal if a column has another type than before
   */
  public void make(Run run, StructType dataset) {
    StructType schema = dataset;
    for (StructField field : ADDED.fields()) {
      schema = schema.add(field);
    }
    TreeMap<String, String> properties = new TreeMap<>();
    if (Arrays.stream(dataset.fieldNames()).anyMatch(QuarantineTable::isSpecial)) {
      properties.put("delta.columnMapping.mode", "name");
    }
    if (!run.createTable(ref, new TableSpec(schema, List.of(), properties, new TreeMap<>()))) {
      run.addColumns(ref, schema);
    }
  }

  private static boolean isSpecial(String name) {
    return name.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /**
   * Adds a batch's rows to what a run has read of the table.
   *
   * @param withheld the dataset's columns and {@link #VIOLATIONS}
   * @return false if another run has written to it since: look again
   */
  public boolean append(Run run, PinnedTable read, String batchId, Dataset<Row> withheld) {
    Column[] dataset =
        Arrays.stream(withheld.columns())
            .filter(name -> !name.equals(VIOLATIONS))
            .map(Columns::named)
            .toArray(Column[]::new);
    Column content = text(struct(dataset));
    Dataset<Row> rows =
        withheld
            .withColumn(
                ROW_ID, substring(sha2(concat(lit(batchId + "\n"), content), 256), 1, ID_LENGTH))
            .withColumn(BATCH_ID, lit(batchId))
            .withColumn(RUN_ID, lit(run.id()))
            .withColumn(QUARANTINED_AT, lit(run.now()));
    StructType columns = run.read(read).schema();
    return run.append(
            ref, inOrder(rows, columns), new AppendSpec(read.version(), run.newestSeq(read) + 1))
        .isPresent();
  }

  /** The rows with a table's columns, NULL where they have none of the name. */
  private static Dataset<Row> inOrder(Dataset<Row> rows, StructType columns) {
    List<Column> ordered = new ArrayList<>();
    for (StructField field : columns.fields()) {
      DataType type = field.dataType();
      Column value =
          Arrays.stream(rows.columns())
              .filter(field.name()::equalsIgnoreCase)
              .findFirst()
              .map(Columns::named)
              .orElseGet(() -> lit(null).cast(type));
      ordered.add(value.as(field.name()));
    }
    return rows.select(ordered.toArray(Column[]::new));
  }
}
