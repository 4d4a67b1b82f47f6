package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.EmrResource;
import io.tidemark.jobs.cost.allocate.LineAllocator;
import io.tidemark.jobs.cost.allocate.PoolKey;
import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.BillLines;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Tells of every line of a bill which stage it belongs to and with which lines it is split. */
final class Placing implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** The stage of {@link LineAllocator#stage}. */
  static final String STAGE = "_stage";

  /** The key of the line's cluster pool, null for none, and the cluster's id. */
  static final String POOL = "_pool";

  static final String CLUSTER = "_cluster";

  /** The key that the line shares with split-cost rows that tell of its machine-hour. */
  static final String MACHINE = "_machine";

  /** The application or run that the line names. */
  static final String NAMED = "_named";

  static final StructType SCHEMA =
      BillLines.schema()
          .add(STAGE, DataTypes.StringType)
          .add(POOL, DataTypes.StringType)
          .add(CLUSTER, DataTypes.StringType)
          .add(MACHINE, DataTypes.StringType)
          .add(NAMED, DataTypes.StringType);

  private final Rules rules;

  Placing(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    LineAllocator allocator = rules.allocator();
    return Flattened.of(rows, row -> List.of(placed(allocator, row)).iterator());
  }

  private Row placed(LineAllocator allocator, Row row) {
    BillLine line = BillLines.of(row);
    Stage stage = allocator.stage(line);
    @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
    int own = BillLines.schema().size();
    for (int i = 0; i < own; i++) {
      values[i] = row.get(i);
    }
    values[own] = stage.word();
    PoolKey.Cluster cluster = PoolKey.cluster(line).orElse(null);
    values[own + 1] =
        cluster == null
            ? null
            : KeyText.of(cluster.payerAccount(), cluster.currency(), cluster.cluster());
    values[own + 2] = cluster == null ? null : cluster.cluster();
    values[own + 3] = PoolKey.machine(line).map(Placing::key).orElse(null);
    values[own + 4] = EmrResource.of(line).run().orElse(null);
    return RowFactory.create(values);
  }

  private static String key(PoolKey.Machine machine) {
    return KeyText.of(
        machine.payerAccount(), machine.currency(), machine.resource(), machine.hour());
  }
}
