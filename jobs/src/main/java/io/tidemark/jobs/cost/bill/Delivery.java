package io.tidemark.jobs.cost.bill;

import java.time.Instant;
import java.util.List;

/**
 * One content of one bill that was ingested; {@code cost.bill_line} holds its lines.
 *
 * @param bill the name that the project gives the bill
 * @param period the billing month, for example 2026-04
 * @param contentHash SHA-256 in hex of the bytes of its files, in their order
 * @param totals of every key that has lines, sums of 0 too
 * @param at when it was ingested
 */
public record Delivery(
    String bill,
    String period,
    String deliveryId,
    String contentHash,
    long lines,
    List<ControlTotal> totals,
    Instant at) {
  public Delivery {
    totals = List.copyOf(totals);
  }
}
