package io.tidemark.jobs.cost.report;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.bill.Deliveries;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.ledger.LineNames;
import io.tidemark.jobs.cost.usage.NamedLives;
import io.tidemark.jobs.cost.usage.RunUsage;
import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Clusters that ran in a month and that no line of its bills knows, with their vcore-ms: the
 * busiest first, a thousand at most.
 */
final class UnbilledSection {
  private final Run run;

  UnbilledSection(Run run) {
    this.run = run;
  }

  /** Of every month of the window, published or not. */
  List<Map<String, Object>> rows(Window window) {
    Deliveries deliveries = Deliveries.recorded(run.warehouse().registry());
    Dataset<Row> lives = RunUsage.read(run);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (YearMonth month = window.from();
        !month.isAfter(window.to());
        month = month.plusMonths(1)) {
      Dataset<Row> during =
          lives.where(NamedLives.during(start(month), start(month.plusMonths(1))));
      Dataset<Row> marked = NamedLives.of(during, names(deliveries.current(month.toString())));
      for (Row row :
          NamedLives.unnamedClusters(marked, start(month), start(month.plusMonths(1)))
              .collectAsList()) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("section", ReportSection.UNBILLED.word());
        told.put("period", month.toString());
        told.put("cluster", row.getAs("cluster_id"));
        told.put("vcoreMs", row.getAs("vcore_ms"));
        rows.add(told);
      }
    }
    return rows;
  }

  private Dataset<Row> names(List<Delivery> deliveries) {
    return LineNames.of(BillLines.read(run, run.pin(CostTables.BILL_LINE.ref()), deliveries));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
