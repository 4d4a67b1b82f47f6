package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.Run;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What of a row's line only the bill knows. */
final class BilledLines {
  private static final String LINE = "_billed_line";
  private static final String DELIVERY = "_billed_delivery";

  private final Run run;

  BilledLines(Run run) {
    this.run = run;
  }

  /** The same rows of the ledger, with some columns of their lines. */
  Dataset<Row> with(Dataset<Row> ledger, String... columns) {
    List<Column> selected = new ArrayList<>();
    selected.add(col("delivery_id").as(DELIVERY));
    selected.add(col("line").as(LINE));
    for (String column : columns) {
      selected.add(col(column));
    }
    Dataset<Row> lines =
        run.read(run.pin(CostTables.BILL_LINE.ref())).select(selected.toArray(Column[]::new));
    return ledger
        .join(
            lines,
            col("delivery_id").equalTo(col(DELIVERY)).and(col("line").equalTo(col(LINE))),
            "left")
        .drop(DELIVERY, LINE);
  }
}
