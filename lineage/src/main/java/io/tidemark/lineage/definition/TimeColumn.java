package io.tidemark.lineage.definition;

import org.jspecify.annotations.Nullable;

/**
 * A column that holds times, and how to read it.
 *
 * @param unit for integers
 * @param format {@code iso8601} or a pattern, for text and for integers read as text
 * @param zone of text without an offset (UTC where a format is declared), and of TIMESTAMP_NTZ
 */
public record TimeColumn(
    String column, @Nullable TimeUnitName unit, @Nullable String format, @Nullable String zone) {}
