package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Bill and ledger of each month, currency and cost, all accounts and categories together. Where a
 * payer has a net cost, the others count in its sum with what is theirs, the gross one.
 */
final class ReconciliationSection {
  private final Run run;

  ReconciliationSection(Run run) {
    this.run = run;
  }

  private record Place(String period, int version, String currency) {}

  private record Sums(BigDecimal bill, BigDecimal ledger, BigDecimal residual) {
    static final Sums NONE = new Sums(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Sums plus(Sums other) {
      return new Sums(bill.add(other.bill), ledger.add(other.ledger), residual.add(other.residual));
    }
  }

  List<Map<String, Object>> rows(Window window) {
    Map<Place, Map<@Nullable String, Map<Measure, Sums>>> payers = new LinkedHashMap<>();
    // A row per month, currency, payer and cost.
    for (Row row :
        run.read(run.pin(CostTables.RECONCILIATION.ref()))
            .where(PublishedLedger.are(window.months()))
            .groupBy("period", "version", "currency", "payer_account", "cost")
            .agg(sum("bill").as("bill"), sum("ledger").as("ledger"), sum("residual").as("residual"))
            .orderBy("period", "currency")
            .collectAsList()) {
      payers
          .computeIfAbsent(
              new Place(row.getAs("period"), row.getAs("version"), row.getAs("currency")),
              none -> new HashMap<>())
          .computeIfAbsent(row.getAs("payer_account"), none -> new EnumMap<>(Measure.class))
          .put(
              Measure.valueOf(row.<String>getAs("cost").toUpperCase(Locale.ROOT)),
              new Sums(row.getAs("bill"), row.getAs("ledger"), row.getAs("residual")));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    payers.forEach(
        (place, each) -> {
          EnumSet<Measure> costs = EnumSet.noneOf(Measure.class);
          each.values().forEach(sums -> costs.addAll(sums.keySet()));
          for (Measure cost : costs) {
            rows.add(row(place, cost, each.values().stream().map(of -> sums(of, cost)).toList()));
          }
        });
    return rows;
  }

  private static Sums sums(Map<Measure, Sums> ofPayer, Measure cost) {
    Sums gross = ofPayer.getOrDefault(cost.gross(), Sums.NONE);
    return ofPayer.getOrDefault(cost, gross);
  }

  private static Map<String, Object> row(Place place, Measure cost, List<Sums> ofPayers) {
    Sums sums = ofPayers.stream().reduce(Sums.NONE, Sums::plus);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("section", ReportSection.RECONCILIATION.word());
    told.put("period", place.period());
    told.put("version", place.version());
    told.put("currency", place.currency());
    told.put("measure", cost.word());
    told.put("bill", Money.plain(sums.bill()));
    told.put("ledger", Money.plain(sums.ledger()));
    told.put("residual", Money.plain(sums.residual()));
    return told;
  }
}
