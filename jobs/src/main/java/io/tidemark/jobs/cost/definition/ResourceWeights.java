package io.tidemark.jobs.cost.definition;

import java.io.Serializable;
import java.math.BigDecimal;

/** What a vCPU, a GiB and a GPU weigh against each other; none negative. */
public record ResourceWeights(BigDecimal cpu, BigDecimal memory, BigDecimal gpu)
    implements Serializable {}
