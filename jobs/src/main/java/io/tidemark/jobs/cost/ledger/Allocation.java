package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.allocate.Stage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Gives every line of a period to those who bear it, stage by stage: lines by themselves and by
 * their pools, then what is everybody's, then credits, then taxes. Each stage sees only what the
 * earlier ones have placed.
 */
final class Allocation {
  private static final String AT_MACHINE = "_at_machine";

  private final Rules rules;
  private final WorkFolder work;
  private final CollectionAccumulator<String> unknownMachines;

  Allocation(Rules rules, WorkFolder work, CollectionAccumulator<String> unknownMachines) {
    this.rules = rules;
    this.work = work;
    this.unknownMachines = unknownMachines;
  }

  /**
   * Tells of each line where it belongs.
   *
   * @param lines of {@code cost.bill_line}, of one period
   */
  PlacedLines placed(Dataset<Row> lines) {
    return PlacedLines.of(
        work.keep("placed", lines.mapPartitions(new Placing(rules), Encoders.row(Placing.SCHEMA))));
  }

  /**
   * The ledger of placed lines, every one in it.
   *
   * @param lives those that the lines name
   * @return rows of {@link WorkRow}
   */
  Dataset<Row> split(PlacedLines placed, Dataset<Row> lives) {
    Set<Stage> stages = placed.stages();
    Dataset<Row> early = work.keep("early", early(placed, lives));
    Dataset<Row> base = early;
    if (stages.contains(Stage.SHARED)) {
      base = base.unionByName(work.keep("shared", shared(placed.of(Stage.SHARED), early)));
    }
    if (!stages.contains(Stage.CREDIT) && !stages.contains(Stage.TAX)) {
      return base;
    }
    Dataset<Row> late = placed.of(Stage.CREDIT, Stage.TAX);
    return base.unionByName(work.keep("late", new Following(rules, work).split(late, base)));
  }

  /** The types of machines that pools have met and nobody knows the size of. */
  SortedSet<String> unknownMachines() {
    return new TreeSet<>(unknownMachines.value());
  }

  private Dataset<Row> early(PlacedLines placed, Dataset<Row> lives) {
    Dataset<Row> rows = placed.rows();
    boolean machines = placed.hasMachines();
    Column isEarly = col(Placing.STAGE).isin(Stage.DIRECT.word(), Stage.COMMITMENT.word());
    Dataset<Row> marked = machines ? atMachines(rows) : rows.withColumn(AT_MACHINE, lit(false));
    Column isPooled = isEarly.and(not(col(AT_MACHINE)));
    Dataset<Row> alone =
        marked
            .where(isPooled.and(col(Placing.POOL).isNull()))
            .mapPartitions(new AloneSplit(rules), Encoders.row(WorkRow.SCHEMA));
    Dataset<Row> clusters =
        marked.where(col(Placing.POOL).isNotNull()).withColumn(PoolSplit.OWN, isPooled);
    Dataset<Row> split =
        alone.unionByName(
            pools(PoolSplit.Kind.CLUSTERS, clusters, Placing.POOL, PoolLives.of(clusters, lives)));
    if (!machines) {
      return split;
    }
    Dataset<Row> atMachines = marked.where(col(AT_MACHINE)).withColumn(PoolSplit.OWN, isEarly);
    return split.unionByName(
        pools(
            PoolSplit.Kind.MACHINES,
            atMachines,
            Placing.MACHINE,
            PoolLives.named(atMachines, lives, Placing.MACHINE)));
  }

  private Dataset<Row> pools(
      PoolSplit.Kind kind, Dataset<Row> lines, String key, Dataset<Row> lives) {
    int ofLine = lines.schema().fieldIndex(key);
    int ofLife = lives.schema().fieldIndex(PoolLives.OF);
    return lines
        .groupByKey((MapFunction<Row, String>) row -> row.getString(ofLine), Encoders.STRING())
        .cogroup(
            lives.groupByKey(
                (MapFunction<Row, String>) row -> row.getString(ofLife), Encoders.STRING()),
            new PoolSplit(rules, kind, unknownMachines),
            Encoders.row(WorkRow.SCHEMA));
  }

  /** Marks the lines whose machine-hour a split-cost row tells of, those rows too. */
  private static Dataset<Row> atMachines(Dataset<Row> placed) {
    Dataset<Row> keys =
        placed
            .where(col("_split_parent").isNotNull().and(col(Placing.MACHINE).isNotNull()))
            .select(col(Placing.MACHINE).as("_told"))
            .distinct()
            .withColumn(AT_MACHINE, lit(true));
    return placed
        .join(keys, placed.col(Placing.MACHINE).equalTo(keys.col("_told")), "left")
        .drop("_told")
        .withColumn(AT_MACHINE, coalesce(col(AT_MACHINE), lit(false)));
  }

  private Dataset<Row> shared(Dataset<Row> lines, Dataset<Row> early) {
    Map<String, Map<String, BigDecimal>> measures = new HashMap<>();
    // Teams are few, however many lines there are.
    for (Row row :
        early
            .where(
                col("stage")
                    .isInCollection(
                        Stream.of(Stage.DIRECT, Stage.USAGE, Stage.IDLE).map(Stage::word).toList()))
            .groupBy("currency", "team")
            .agg(sum(col(rules.definition().cost().column())).as(Following.MEASURE))
            .where(col(Following.MEASURE).gt(lit(0)))
            .collectAsList()) {
      measures
          .computeIfAbsent(row.getString(0), currency -> new HashMap<>())
          .put(row.getString(1), row.getDecimal(2));
    }
    return lines.mapPartitions(new SharedSplit(rules, measures), Encoders.row(WorkRow.SCHEMA));
  }
}
