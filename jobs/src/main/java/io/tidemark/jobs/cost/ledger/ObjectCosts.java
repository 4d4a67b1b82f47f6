package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split_part;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.ledger.LoadedCosts.Flow;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What the things cost that runs of a period wrote, along what the runs recorded of their reading
 * and writing. {@code __unconsumed__} stands for what nobody has used: directly, the cost of runs
 * that wrote nothing; loaded, that and everything that no run of the period has read.
 */
final class ObjectCosts {
  private static final TableRef RUN_IO = new TableRef("registry", "run_io");
  private static final Object[] OWN = {"registry", "cost", "quality"};
  private static final int DECIMALS = 18;

  private final Run run;
  private final Measure measure;

  ObjectCosts(Run run, Measure measure) {
    this.run = run;
    this.measure = measure;
  }

  /**
   * Rows of {@code cost.object_cost}: as many as the period has things, not runs.
   *
   * @param ledger the ledger's rows of the period
   */
  List<Row> of(String period, Dataset<Row> ledger, int version) {
    Dataset<Row> costs =
        ledger
            .where(
                col("stage")
                    .isin(Stage.DIRECT.word(), Stage.USAGE.word())
                    .and(col("run_id").isNotNull()))
            .groupBy("run_id", "currency")
            .agg(sum(col(measure.column())).as("cost"));
    Dataset<Row> sums =
        costs
            .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
            .cogroup(
                io(Months.of(period), costs)
                    .groupByKey(
                        (MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING()),
                new RunFlows(),
                Encoders.row(RunFlows.SCHEMA))
            .groupBy("name", "into", "currency")
            .agg(sum("amount"));
    List<Flow> flows = new ArrayList<>();
    SortedMap<String, SortedMap<String, BigDecimal>> direct = new TreeMap<>();
    // A row per table and currency, and one per two tables, however many runs carried them.
    for (Row row : sums.collectAsList()) {
      String name = row.getString(0);
      if (row.isNullAt(2)) {
        flows.add(new Flow(name, row.getString(1), row.getDecimal(3)));
      } else {
        direct
            .computeIfAbsent(row.getString(2), currency -> new TreeMap<>())
            .put(name, row.getDecimal(3));
      }
    }
    LoadedCosts loaded = new LoadedCosts(flows);
    List<Row> rows = new ArrayList<>();
    direct.forEach((currency, own) -> rows.addAll(rows(period, version, currency, own, loaded)));
    return rows;
  }

  /** What runs that cost something, or began in the period, read and wrote. */
  private Dataset<Row> io(Months month, Dataset<Row> costs) {
    Dataset<Row> begun =
        run.read(run.pin(Lives.RUNS))
            .where(
                col("started_at")
                    .geq(lit(Timestamp.from(month.first())))
                    .and(col("started_at").lt(lit(Timestamp.from(month.next())))))
            .select("run_id");
    Dataset<Row> runs = costs.select("run_id").union(begun).distinct();
    Dataset<Row> io = run.read(run.pin(RUN_IO));
    Column isOurs = split_part(col("name"), lit("."), lit(1)).isin(OWN);
    return io.where(not(isOurs))
        .join(runs, io.col("run_id").equalTo(runs.col("run_id")), "left_semi")
        .select("run_id", "direction", "name", "rows", "bytes");
  }

  private static List<Row> rows(
      String period,
      int version,
      String currency,
      Map<String, BigDecimal> direct,
      LoadedCosts loaded) {
    Map<String, BigDecimal> written = new HashMap<>(direct);
    BigDecimal unwritten = direct.getOrDefault(RunFlows.UNCONSUMED, BigDecimal.ZERO);
    written.remove(RunFlows.UNCONSUMED);
    BigDecimal unread = unwritten;
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, BigDecimal> each : loaded.of(written).entrySet()) {
      String name = each.getKey();
      BigDecimal cost = each.getValue().setScale(DECIMALS, RoundingMode.HALF_EVEN);
      if (cost.signum() != 0 || written.containsKey(name)) {
        BigDecimal own = written.getOrDefault(name, BigDecimal.ZERO);
        rows.add(RowFactory.create(period, name, version, own, cost, currency));
        unread = loaded.isUnread(name) ? unread.add(cost) : unread;
      }
    }
    rows.add(RowFactory.create(period, RunFlows.UNCONSUMED, version, unwritten, unread, currency));
    return rows;
  }

  /** As the table's rows. */
  Dataset<Row> table(List<Row> rows) {
    return run.spark().createDataFrame(rows, CostTables.OBJECT_COST.schema()).coalesce(1);
  }
}
