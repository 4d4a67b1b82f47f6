package io.tidemark.jobs.cost.allocate;

import java.io.Serializable;
import java.math.BigDecimal;

/** What one machine offers; none negative. */
public record MachineSize(BigDecimal vcpu, BigDecimal memoryGib, BigDecimal gpu)
    implements Serializable {}
