package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver gets of one line: a row of {@code cost.ledger} without the line's own columns.
 *
 * @param method how it was split, a versioned name, for example {@code tidemark:weighted:v1}
 * @param target a run's id, {@code __idle__}, {@code __unallocated__} or a resource
 * @param direct the measure, where it is not redistributed idle; else 0
 * @param idleShare the measure of redistributed idle: negative on who gives, positive on who gets
 */
public record Share(
    Stage stage,
    String method,
    String target,
    @Nullable String runId,
    Attribution attribution,
    Amounts amounts,
    BigDecimal direct,
    BigDecimal idleShare) {
  public static final String IDLE = "__idle__";
  public static final String UNALLOCATED = "__unallocated__";
}
