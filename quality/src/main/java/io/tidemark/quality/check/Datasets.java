package io.tidemark.quality.check;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.DataFile;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.engine.Lookups;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Opens what suites judge and look up, each once for a run, which records it. */
public final class Datasets implements Lookups {
  private static final String FEATURES = "features";

  private final Run run;
  private final Project project;
  private final InputReader reader;
  private final Map<String, OpenedData> opened = new HashMap<>();

  public Datasets(Run run, Project project) {
    this.run = run;
    this.project = project;
    this.reader = InputReader.reading(run, project);
  }

  /**
   * Opens a dataset.
   *
   * @throws Refusal if it is missing, cannot be read or is not as declared
   */
  public OpenedData open(DataRef data) {
    OpenedData known = opened.get(data.object());
    if (known == null) {
      known = read(data);
      opened.put(data.object(), known);
    }
    return known;
  }

  @Override
  public Dataset<Row> rows(DataRef data) {
    return open(data).rows();
  }

  private OpenedData read(DataRef data) {
    if (data instanceof DataRef.OfSource source) {
      SourceTable table =
          reader.source(
              project
                  .find(SourceDefinition.class, new Ref(source.name(), 0))
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "the loader let a name pass: " + source.name())));
      return new OpenedData(
          data.object(), table.version(), table.fingerprint(), table.bytes(), table.rows());
    }
    TableRef ref = TableRef.parse(data.object());
    if (data instanceof DataRef.OfTable && !run.warehouse().exists(ref)) {
      throw Refusal.of(
          "TABLE_MISSING",
          null,
          "there is no table " + ref + " at " + run.warehouse().location(ref),
          "name a table of the warehouse, or run the job that writes it");
    }
    PinnedTable pinned = run.pin(ref);
    long bytes = run.dataFiles(pinned).stream().mapToLong(DataFile::size).sum();
    return new OpenedData(
        data.object(), pinned.version(), null, bytes, seen(ref, run.read(pinned)));
  }

  /** Of a feature table what it is for: keys, times, features and the inputs of aggregations. */
  private static Dataset<Row> seen(TableRef ref, Dataset<Row> rows) {
    if (!ref.schema().equals(FEATURES)) {
      return rows;
    }
    return rows.select(
        Arrays.stream(rows.columns())
            .filter(name -> !name.startsWith("_") || name.startsWith("_in_"))
            .map(Columns::named)
            .toArray(Column[]::new));
  }
}
