package io.tidemark.lineage.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event times that a successful materialisation of a view has looked at.
 *
 * @param view {@code name@N}
 * @param from inclusive, null = everything before {@code to}
 * @param to exclusive
 */
public record Coverage(String view, @Nullable Instant from, Instant to) {}
