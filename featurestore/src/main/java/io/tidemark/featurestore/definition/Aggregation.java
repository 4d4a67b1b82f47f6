package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Sensitivity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value computed when it is asked for, of the events of {@code [t - window, t)}.
 *
 * @param column the source's column; null for a count of events
 * @param where predicate over the source's columns; null takes every event
 * @param empty what the value is without any input, as text of the result's type; null for NULL
 * @param n how many values {@code last_n} and {@code top_k} give; null for the others
 * @param includeCurrent whether an event at t itself is in the window
 */
public record Aggregation(
    String name,
    AggregateFunction function,
    @Nullable String column,
    Duration window,
    @Nullable String where,
    @Nullable String empty,
    @Nullable Integer n,
    boolean includeCurrent,
    Sensitivity sensitivity,
    String description)
    implements ViewOutput {}
