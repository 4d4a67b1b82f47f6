package io.tidemark.lineage.definition;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Two bounds, both inclusive; null is open. */
public record Interval(@Nullable BigDecimal lower, @Nullable BigDecimal upper) {}
