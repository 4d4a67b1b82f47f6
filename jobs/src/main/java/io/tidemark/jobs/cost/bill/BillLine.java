package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of a bill; a row of {@code cost.bill_line}.
 *
 * @param line the ordinal of the record in its delivery, from 1, over the files in their order
 * @param period the billing month, for example 2026-04
 * @param lineType the bill's own word
 * @param tags keys as the bill writes them; absent values are left out
 */
public record BillLine(
    String deliveryId,
    long line,
    String period,
    @Nullable Instant chargeStart,
    @Nullable Instant chargeEnd,
    @Nullable String payerAccount,
    @Nullable String account,
    @Nullable String service,
    @Nullable String usageType,
    @Nullable String operation,
    @Nullable String resourceId,
    @Nullable String region,
    Category category,
    @Nullable String lineType,
    String currency,
    Amounts amounts,
    @Nullable BigDecimal listCost,
    @Nullable BigDecimal quantity,
    @Nullable String unit,
    SortedMap<String, String> tags,
    LineDetail detail) {
  public BillLine {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }
}
