package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.Attribution;
import io.tidemark.jobs.cost.allocate.LateStages;
import io.tidemark.jobs.cost.allocate.Receiver;
import io.tidemark.jobs.cost.allocate.Share;
import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.definition.Dimension;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Splits credits or taxes among the receivers that stand beside each line. */
final class LateSplit implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** The column of receivers: an array of run, dimensions and measure; absent for no match. */
  static final String RECEIVERS = "_receivers";

  private final Rules rules;
  private final Stage stage;

  LateSplit(Rules rules, Stage stage) {
    this.rules = rules;
    this.stage = stage;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    LateStages stages = rules.lateStages();
    return Flattened.of(
        rows,
        row -> {
          BillLine line = BillLines.of(row);
          return LineShares.rows(line, shares(stages, line, receivers(row))).iterator();
        });
  }

  private List<Share> shares(LateStages stages, BillLine line, List<Receiver> receivers) {
    return stage == Stage.TAX ? stages.tax(line, receivers) : stages.credit(line, receivers);
  }

  private List<Receiver> receivers(Row row) {
    int at = row.fieldIndex(RECEIVERS);
    return row.isNullAt(at)
        ? List.of()
        : row.<Row>getList(at).stream().map(this::receiver).toList();
  }

  private Receiver receiver(Row row) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    Map<Dimension, String> provenance = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      @Nullable String value = row.getAs(dimension.word());
      if (value != null) {
        values.put(dimension, value);
        provenance.put(dimension, stage.word());
      }
    }
    return new Receiver(
        row.getAs("run_id"), new Attribution(values, provenance), row.getAs(Following.MEASURE));
  }
}
