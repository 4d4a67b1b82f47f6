package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.allocate.PoolKey;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.bill.Deliveries;
import io.tidemark.jobs.cost.usage.RunUsage;
import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import java.sql.Timestamp;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Clusters that ran in a month and that no line of its bills knows, with their vcore-ms: the
 * busiest first, a thousand at most.
 */
final class UnbilledSection {
  private static final int MOST = 1000;

  private final Run run;

  UnbilledSection(Run run) {
    this.run = run;
  }

  List<Map<String, Object>> rows(Window window) {
    Deliveries deliveries = Deliveries.recorded(run.warehouse().registry());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (YearMonth month : window.months().keySet()) {
      Dataset<Row> billed =
          BillLines.read(
                  run, run.pin(CostTables.BILL_LINE.ref()), deliveries.current(month.toString()))
              .flatMap(
                  (FlatMapFunction<Row, String>)
                      row ->
                          PoolKey.cluster(BillLines.of(row)).map(PoolKey.Cluster::cluster).stream()
                              .iterator(),
                  Encoders.STRING())
              .toDF("_billed")
              .distinct();
      for (Row row :
          used(month)
              .join(billed, col("cluster_id").equalTo(col("_billed")), "left_anti")
              .orderBy(col("vcore_ms").desc(), col("cluster_id"))
              .limit(MOST)
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

  private Dataset<Row> used(YearMonth month) {
    Column start = lit(Timestamp.from(month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
    Column end =
        lit(Timestamp.from(month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
    return RunUsage.read(run)
        .where(col("started_at").lt(end).and(col("ended_at").gt(start)))
        .withColumn("_from", greatest(col("started_at"), start))
        .withColumn("_to", least(col("ended_at"), end))
        .groupBy("cluster_id")
        .agg(sum(expr("cores * (unix_millis(_to) - unix_millis(_from))")).as("vcore_ms"));
  }
}
