package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.definition.Dimension;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Who got something in an earlier stage, and so takes part in a later one.
 *
 * @param runId null where it is no run
 * @param weight the measure it got; those without a positive one take no part
 */
public record Receiver(@Nullable String runId, Attribution attribution, BigDecimal weight) {
  /** By run, then by the dimensions; none before any. */
  static final Comparator<Receiver> IN_ORDER = inOrder();

  private static Comparator<Receiver> inOrder() {
    Comparator<@Nullable String> texts = Comparator.nullsFirst(CodePoints.ORDER);
    Comparator<Receiver> order = Comparator.comparing(Receiver::runId, texts);
    for (Dimension dimension : Dimension.values()) {
      order = order.thenComparing(each -> each.attribution().values().get(dimension), texts);
    }
    return order;
  }
}
