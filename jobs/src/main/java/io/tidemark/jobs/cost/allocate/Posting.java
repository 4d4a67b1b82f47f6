package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes shares: on each, direct and idle share together are the measure. */
record Posting(Measure measure) {

  /** Money of the line itself. */
  Share placed(
      Stage stage,
      String method,
      String target,
      @Nullable String runId,
      Attribution attribution,
      Amounts amounts) {
    return new Share(
        stage, method, target, runId, attribution, amounts, amounts.get(measure), BigDecimal.ZERO);
  }

  /** Money that idle passes on: off `__idle__`, or on a receiver. */
  Share passedOn(
      String method,
      String target,
      @Nullable String runId,
      Attribution attribution,
      Amounts amounts) {
    return new Share(
        Stage.IDLE,
        method,
        target,
        runId,
        attribution,
        amounts,
        BigDecimal.ZERO,
        amounts.get(measure));
  }

  /** Without shares of no money, but never without any. */
  static List<Share> withoutNothing(List<Share> shares) {
    List<Share> some = shares.stream().filter(share -> !isNothing(share.amounts())).toList();
    return some.isEmpty() ? shares.subList(0, 1) : some;
  }

  static boolean isNothing(Amounts amounts) {
    return amounts.billed().signum() == 0
        && amounts.effective().signum() == 0
        && amounts.netBilled().signum() == 0
        && amounts.netEffective().signum() == 0;
  }
}
