package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;

import io.tidemark.jobs.cost.CostTables;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The rows that {@code cost.budget_status} lacks: each threshold that is reached once per version
 * of a month, and one row without a threshold where none is.
 */
final class BudgetStatuses implements UnaryOperator<Dataset<Row>> {

  /** A budget in a version of a month. */
  record Key(String budget, YearMonth month, int version) {}

  /**
   * How a budget stands.
   *
   * @param reached its thresholds that are
   */
  record Standing(Key key, BigDecimal amount, Spending spending, Set<BigDecimal> reached) {}

  private final SparkSession spark;
  private final List<Standing> standings;
  private final Instant at;
  private final Map<Key, Set<BigDecimal>> added = new HashMap<>();

  BudgetStatuses(SparkSession spark, List<Standing> standings, Instant at) {
    this.spark = spark;
    this.standings = List.copyOf(standings);
    this.at = at;
  }

  /**
   * The thresholds of the rows that were given last, by budget and version; an empty set where the
   * row is that none is reached.
   */
  Map<Key, Set<BigDecimal>> added() {
    return Collections.unmodifiableMap(added);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> there) {
    Map<Key, Set<BigDecimal>> recorded = recorded(there);
    added.clear();
    List<Row> rows = new ArrayList<>();
    for (Standing standing : standings) {
      Set<BigDecimal> before = recorded.get(standing.key());
      Set<BigDecimal> lacking = new TreeSet<>(standing.reached());
      if (before != null) {
        lacking.removeAll(before);
      }
      lacking.forEach(threshold -> rows.add(row(standing, threshold)));
      if (before == null && lacking.isEmpty()) {
        rows.add(row(standing, null));
      }
      if (before == null || !lacking.isEmpty()) {
        added.put(standing.key(), lacking);
      }
    }
    return spark.createDataFrame(rows, CostTables.BUDGET_STATUS.schema());
  }

  private Map<Key, Set<BigDecimal>> recorded(Dataset<Row> there) {
    Set<String> months = new TreeSet<>();
    standings.forEach(each -> months.add(each.key().month().toString()));
    Map<Key, Set<BigDecimal>> recorded = new HashMap<>();
    // A row per budget, version and threshold of these months.
    for (Row row :
        there
            .where(col("period").isInCollection(months))
            .select("budget", "period", "version", "threshold")
            .distinct()
            .collectAsList()) {
      Key key = new Key(row.getString(0), YearMonth.parse(row.getString(1)), row.getInt(2));
      // Ordered by value: 0.50 is 0.5.
      Set<BigDecimal> thresholds = recorded.computeIfAbsent(key, none -> new TreeSet<>());
      if (!row.isNullAt(3)) {
        thresholds.add(row.getDecimal(3));
      }
    }
    return recorded;
  }

  private Row row(Standing standing, @Nullable BigDecimal threshold) {
    return RowFactory.create(
        standing.key().budget(),
        standing.key().month().toString(),
        standing.amount(),
        standing.spending().actual(),
        standing.spending().forecast(),
        threshold,
        Timestamp.from(at),
        standing.key().version());
  }
}
