package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a delivery add up to for one key, beside the rows that were written of them.
 *
 * @param payerAccount null for the lines that name none
 * @param account null for the lines that name none
 * @param cost a net measure only where the payer's month is net
 */
public record ControlTotal(
    @Nullable String payerAccount,
    @Nullable String account,
    String currency,
    Category category,
    Measure cost,
    BigDecimal amount) {}
