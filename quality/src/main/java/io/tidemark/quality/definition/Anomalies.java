package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.math.BigDecimal;
import java.util.Map;

/** How an {@link Anomaly} is written. */
final class Anomalies {
  private static final int USUAL_MIN_HISTORY = 8;

  private static final Field<String> METHOD =
      Field.optional("method", Types.choice(Map.of("mad", "mad"))).orElse("mad");
  private static final Field<BigDecimal> K = Field.optional("k", Numbers.decimal()).orElse(5);
  private static final Field<Integer> HISTORY =
      Field.optional("history", Types.integer(1, Integer.MAX_VALUE)).orElse(28);
  private static final Field<Boolean> WEEKLY =
      Field.optional("season", Types.choice("none", "weekly")).orElse("none");
  private static final Field<Integer> MIN_HISTORY =
      Field.optional("minHistory", Types.integer(1, Integer.MAX_VALUE));

  static final ValueType<Anomaly> TYPE =
      Types.object(
          Shape.of(METHOD, K, HISTORY, WEEKLY, MIN_HISTORY), Anomalies::check, Anomalies::build);

  private Anomalies() {}

  private static void check(Fields anomaly) {
    BigDecimal k = anomaly.find(K);
    if (k != null && k.signum() <= 0) {
      anomaly.error(K, "BAD_VALUE", "k is " + k.toPlainString(), "give a number above 0");
    }
    Integer history = anomaly.find(HISTORY);
    Integer least = anomaly.find(MIN_HISTORY);
    if (history == null) {
      return;
    }
    if (least != null && least > history) {
      anomaly.error(
          MIN_HISTORY,
          "BAD_VALUE",
          "minHistory " + least + " is above history " + history + ", so that no date has enough",
          "lower it, or raise history");
    } else if (!anomaly.has(MIN_HISTORY)) {
      int usual = Math.min(USUAL_MIN_HISTORY, history);
      anomaly.set(MIN_HISTORY, usual, usual);
    }
  }

  private static Anomaly build(Fields anomaly) {
    return new Anomaly(
        anomaly.get(K).doubleValue(),
        anomaly.get(HISTORY),
        anomaly.get(WEEKLY),
        anomaly.get(MIN_HISTORY));
  }
}
