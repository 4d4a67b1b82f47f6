package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.Attribution;
import io.tidemark.jobs.cost.allocate.LateStages;
import io.tidemark.jobs.cost.allocate.Receiver;
import io.tidemark.jobs.cost.allocate.Share;
import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.definition.Dimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Splits the credits or taxes of one match among its receivers, which are in memory at once; lines
 * that match nothing have none.
 */
final class LateSplit implements CoGroupFunction<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;

  LateSplit(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Iterator<Row> call(String match, Iterator<Row> lines, Iterator<Row> given) {
    LateStages stages = rules.lateStages();
    List<Row> rows = new ArrayList<>();
    given.forEachRemaining(rows::add);
    List<Receiver> ofCredits = receivers(rows, Stage.CREDIT);
    List<Receiver> ofTaxes = receivers(rows, Stage.TAX);
    return Flattened.of(
        lines,
        row -> {
          BillLine line = BillLines.of(row);
          boolean tax = row.<String>getAs(Placing.STAGE).equals(Stage.TAX.word());
          List<Share> shares = tax ? stages.tax(line, ofTaxes) : stages.credit(line, ofCredits);
          return LineShares.rows(line, shares).iterator();
        });
  }

  private static List<Receiver> receivers(List<Row> rows, Stage stage) {
    return rows.stream().map(row -> receiver(row, stage)).toList();
  }

  private static Receiver receiver(Row row, Stage stage) {
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
