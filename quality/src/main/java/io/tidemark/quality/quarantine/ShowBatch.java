package io.tidemark.quality.quarantine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.lineage.SqlValues;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** The verb {@code quarantine show}: the rows of a batch, and what each violates. */
public final class ShowBatch {
  /** More rows are not shown. */
  static final int SHOWN = 1000;

  private static final String VERB = "quarantine show";

  private final StoredTables tables;

  public ShowBatch(StoredTables tables) {
    this.tables = tables;
  }

  /**
   * The rows in the order of their ids.
   *
   * @throws Refusal if the batch is not known
   */
  public Answer show(String batchId) {
    Batch batch = new Batches(tables).require(batchId);
    Dataset<Row> rows = WithheldRows.of(tables, batch, List.of()).withStates();
    boolean ofSource = batch.object().startsWith("source:");
    Column[] dataset =
        Arrays.stream(rows.columns())
            .filter(name -> !isAdded(name) && (ofSource || !isHidden(name)))
            .map(Columns::named)
            .toArray(Column[]::new);
    Dataset<Row> shown =
        rows.select(
                col(QuarantineTable.ROW_ID).as("rowId"),
                col(RowStates.STATE).as("state"),
                col(QuarantineTable.VIOLATIONS).as("violations"),
                struct(dataset).as("row"))
            .orderBy("rowId")
            .limit(SHOWN);
    List<Map<String, Object>> results = new ArrayList<>();
    StructField[] fields = shown.schema().fields();
    ScalaInterop.rows(
        shown,
        row -> {
          Map<String, @Nullable Object> result = new LinkedHashMap<>();
          for (int i = 0; i < fields.length; i++) {
            result.put(fields[i].name(), SqlValues.value(row, i, fields[i].dataType()));
          }
          results.add(result);
        });
    List<Problem> problems = new ArrayList<>();
    if (batch.rowsQuarantined() > SHOWN) {
      problems.add(
          Problem.warn(
              "ROWS_CUT",
              null,
              "only the first %d of %d rows are shown".formatted(SHOWN, batch.rowsQuarantined()),
              "query %s where _batch_id = '%s'"
                  .formatted(QuarantineTable.of(batch.object()).ref(), batch.id())));
    }
    return new Answer(VERB, null, Status.OK, 0, results, problems);
  }

  /** What a view's table has beside what people see of the view. */
  private static boolean isHidden(String name) {
    return name.startsWith("_") && !name.startsWith("_in_");
  }

  private static boolean isAdded(String name) {
    return name.equals(RowStates.STATE) || Columns.field(QuarantineTable.ADDED, name).isPresent();
  }
}
