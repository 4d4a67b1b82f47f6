package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.LineAllocator;
import io.tidemark.jobs.cost.allocate.Pool;
import io.tidemark.jobs.cost.allocate.PoolKey;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import io.tidemark.jobs.cost.usage.ExecutorLives;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;

/** Splits the lines of one pool after the other; a pool's lines and lives are in memory at once. */
final class PoolSplit implements CoGroupFunction<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Whether the line is split here; others are there for their tags and their capacity. */
  static final String OWN = "_own";

  /** Which pools are split. */
  enum Kind {
    CLUSTERS,
    MACHINES
  }

  private final Rules rules;
  private final Kind kind;
  private final CollectionAccumulator<String> unknownMachines;
  private transient @Nullable LineAllocator allocator;

  PoolSplit(Rules rules, Kind kind, CollectionAccumulator<String> unknownMachines) {
    this.rules = rules;
    this.kind = kind;
    this.unknownMachines = unknownMachines;
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows, Iterator<Row> lifeRows) {
    List<BillLine> lines = new ArrayList<>();
    List<BillLine> own = new ArrayList<>();
    rows.forEachRemaining(
        row -> {
          BillLine line = BillLines.of(row);
          lines.add(line);
          if (row.<Boolean>getAs(OWN)) {
            own.add(line);
          }
        });
    if (own.isEmpty()) {
      return Collections.emptyIterator();
    }
    Pool pool = pool(lines, lifeRows);
    pool.unknownMachines().forEach(unknownMachines::add);
    return Flattened.of(
        own.iterator(), line -> LineShares.rows(line, pool.shares(line)).iterator());
  }

  private Pool pool(List<BillLine> lines, Iterator<Row> rows) {
    List<ExecutorLife> lives = new ArrayList<>();
    Map<String, Map<String, String>> registered = new HashMap<>();
    rows.forEachRemaining(
        row -> {
          ExecutorLife life = ExecutorLives.of(row);
          lives.add(life);
          registered.computeIfAbsent(life.runId(), run -> Lives.registered(row));
        });
    if (allocator == null) {
      allocator = rules.allocator();
    }
    return kind == Kind.MACHINES
        ? allocator.machine(lines, lives, registered)
        : allocator.cluster(PoolKey.cluster(lines.get(0)).orElseThrow(), lines, lives, registered);
  }
}
