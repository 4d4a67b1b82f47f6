package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a line only its allocation needs; kept in hidden columns of {@code cost.bill_line}.
 *
 * @param intervalStart of identity_time_interval, null where the bill has none
 * @param invoice the invoice's id, null until the line is final
 * @param commitment the ARN or id of the reservation or savings plan
 * @param commitmentUnused true if the line is a commitment nobody used (RIFee, SavingsPlan*Fee,
 *     negations, reservation Fee; FOCUS: Unused, or Purchase with a commitment)
 * @param splitParent the resource that a split-cost row tells the use of
 * @param instanceType from the product columns, else from the usage type
 * @param vcpu of one machine, null where the bill is silent
 * @param memoryGib of one machine, null where the bill is silent
 * @param gpu of one machine, null where the bill is silent
 */
public record LineDetail(
    @Nullable Instant intervalStart,
    @Nullable Instant intervalEnd,
    @Nullable String invoice,
    @Nullable String commitment,
    boolean commitmentUnused,
    @Nullable String splitParent,
    @Nullable BigDecimal splitCost,
    @Nullable BigDecimal unusedCost,
    @Nullable String instanceType,
    @Nullable BigDecimal vcpu,
    @Nullable BigDecimal memoryGib,
    @Nullable BigDecimal gpu) {}
