package io.tidemark.quality.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.tidemark.lineage.Run;
import io.tidemark.quality.definition.Anomaly;
import io.tidemark.quality.definition.Check.Expected;
import io.tidemark.quality.engine.History;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs recorded, by logical date: a re-run date replaces its value, and a backfilled
 * one sees only dates before it. A run that could not tell says nothing about its date.
 */
public final class RecordedHistory implements History {

  private static final int DAYS_OF_A_WEEK = 7;
  private static final WindowSpec NEWEST_DAY_FIRST =
      Window.partitionBy("segment_value").orderBy(col("day").desc());

  private static final String TOLD = "status NOT IN ('error', 'no_data', 'skipped')";

  private final Run run;
  private final Map<Key, Map<String, List<Past>>> values = new HashMap<>();

  public RecordedHistory(Run run) {
    this.run = run;
  }

  private record Key(RuleId rule, LocalDate before, Anomaly anomaly) {}

  @Override
  public List<Past> values(
      RuleId rule, @Nullable String segmentValue, LocalDate before, Anomaly anomaly) {
    return values
        .computeIfAbsent(new Key(rule, before, anomaly), this::read)
        .getOrDefault(segment(segmentValue), List.of());
  }

  @Override
  public Optional<List<Expected>> schema(RuleId rule, LocalDate before) {
    Dataset<Row> rows =
        recorded(rule, before)
            .where("rule_type = 'schema' AND size(sample_keys) > 0")
            .orderBy(col("logical_date").desc(), col("started_at").desc(), col("run_id").desc())
            .select("sample_keys")
            .limit(1);
    return rows.collectAsList().stream()
        .findFirst()
        .map(row -> SchemaLines.read(row.<String>getList(0)));
  }

  /** The values of a rule by segment, each newest date first; no more than count. */
  private Map<String, List<Past>> read(Key key) {
    Dataset<Row> earlier = recorded(key.rule(), key.before());
    if (key.anomaly().weekly()) {
      Column age = datediff(lit(key.before()), col("logical_date"));
      earlier = earlier.where(age.mod(DAYS_OF_A_WEEK).equalTo(0));
    }
    List<Row> rows =
        earlier
            .groupBy(col("segment_value"), expr("unix_date(logical_date)").as("day"))
            .agg(max(struct("started_at", "run_id", "metric_value")).as("newest"))
            // Only now: an older value of the date is not its value any more.
            .where(col("newest.metric_value").isNotNull())
            .withColumn("place", row_number().over(NEWEST_DAY_FIRST))
            .where(col("place").leq(key.anomaly().history()))
            .select("segment_value", "day", "newest.metric_value")
            .collectAsList(); // at most so many dates of each segment
    Map<String, List<Past>> bySegment = new HashMap<>();
    for (Row row : rows) {
      bySegment
          .computeIfAbsent(segment(row.getString(0)), none -> new ArrayList<>())
          .add(new Past(LocalDate.ofEpochDay(row.getInt(1)), row.getDouble(2)));
    }
    bySegment
        .values()
        .forEach(each -> each.sort(Comparator.comparing(Past::logicalDate).reversed()));
    return bySegment;
  }

  /** The results of a rule about earlier dates, of runs that count. */
  private Dataset<Row> recorded(RuleId rule, LocalDate before) {
    Dataset<Row> results =
        run.read(run.pin(QualityTables.RESULT.ref()))
            .where(
                col("object")
                    .equalTo(rule.object())
                    .and(col("suite").equalTo(rule.suite()))
                    .and(col("rule_id").equalTo(rule.rule()))
                    .and(col("logical_date").lt(lit(before)))
                    .and(expr(TOLD)));
    Dataset<Row> runs =
        run.read(run.pin(QualityTables.RUN.ref())).select("run_id", "suite", "started_at");
    return results.join(runs, new String[] {"run_id", "suite"}, "inner");
  }

  private static String segment(@Nullable String value) {
    // No segment's value is empty: it is a JSON array.
    return value == null ? "" : value;
  }
}
