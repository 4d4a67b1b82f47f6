package io.tidemark.quality.quarantine;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.store.LackingRows;
import io.tidemark.quality.store.QualityTables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The batches that are proven: {@code quality.quarantine}. */
public final class Batches {
  private static final int NAMED = 20;

  private final StoredTables tables;

  public Batches(StoredTables tables) {
    this.tables = tables;
  }

  /** Those that withheld rows, newest first. */
  public List<Batch> withholding() {
    return collect(rows().where(col("rows_quarantined").gt(0)));
  }

  /**
   * The batch of an id.
   *
   * @throws Refusal with those that are known, if there is none
   */
  public Batch require(String id) {
    List<Batch> found = collect(rows().where(col("batch_id").equalTo(id)));
    if (!found.isEmpty()) {
      return found.get(0);
    }
    List<Batch> known = withholding();
    throw Refusal.of(
        "UNKNOWN_BATCH",
        null,
        "there is no batch '" + id + "'",
        known.isEmpty()
            ? "no batch has withheld rows"
            : "there are: "
                + known.stream().limit(NAMED).map(Batch::id).collect(Collectors.joining(", "))
                + (known.size() > NAMED ? ", …" : ""));
  }

  /** The ids of the batches for a view's table. */
  public Set<String> proven(TableRef target) {
    return rows()
        .where(col("target").equalTo(target.toString()))
        .select("batch_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Writes the proof of a batch, once. */
  public static void prove(Run run, Batch batch) {
    Row row =
        RowFactory.create(
            batch.id(),
            batch.object(),
            batch.target(),
            batch.suite(),
            batch.runId(),
            batch.rowsIn(),
            batch.rowsTarget(),
            batch.rowsQuarantined(),
            batch.at());
    Dataset<Row> proof =
        run.spark().createDataFrame(List.of(row), QualityTables.QUARANTINE.schema());
    LackingRows.append(
        run,
        QualityTables.QUARANTINE.ref(),
        there ->
            there.where(col("batch_id").equalTo(batch.id())).isEmpty() ? proof : proof.limit(0));
  }

  private Dataset<Row> rows() {
    return tables
        .rows(QualityTables.QUARANTINE.ref())
        .orElseThrow(
            () ->
                Refusal.of(
                    "TABLE_MISSING",
                    null,
                    "the warehouse has no table " + QualityTables.QUARANTINE.ref(),
                    "run `tidemark apply`"));
  }

  private static List<Batch> collect(Dataset<Row> rows) {
    Column[] columns = {
      col("batch_id"),
      col("object"),
      col("target"),
      col("suite"),
      col("run_id"),
      col("rows_in"),
      col("rows_target"),
      col("rows_quarantined"),
      call_function("unix_micros", col("at"))
    };
    return rows.select(columns).collectAsList().stream()
        .map(Batches::of)
        .sorted(Comparator.comparing(Batch::at).thenComparing(Batch::id).reversed())
        .toList();
  }

  private static Batch of(Row row) {
    return new Batch(
        text(row, 0),
        text(row, 1),
        text(row, 2),
        text(row, 3),
        text(row, 4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        Instant.EPOCH.plus(row.getLong(8), ChronoUnit.MICROS));
  }

  private static String text(Row row, int at) {
    return Objects.requireNonNull(row.getString(at));
  }
}
