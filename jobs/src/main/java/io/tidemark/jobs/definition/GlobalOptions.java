package io.tidemark.jobs.definition;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The flags that every verb takes.
 *
 * @param project folder or {@code file:} URI of {@code -C}, null if not given
 * @param now the clock of {@code --now}, null for the wall clock
 * @param variables what {@code --set} gives
 */
public record GlobalOptions(
    @Nullable String project,
    @Nullable String environment,
    @Nullable String target,
    Output output,
    @Nullable LocalDate date,
    @Nullable Instant now,
    boolean quiet,
    boolean verbose,
    Color color,
    boolean yes,
    SortedMap<String, String> variables) {

  public GlobalOptions {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
  }

  /** The same flags for a verb on a project in a folder, its rows to be read by a program. */
  public GlobalOptions in(String folder) {
    return new GlobalOptions(
        folder, environment, target, Output.JSON, null, now, quiet, verbose, color, yes, variables);
  }
}
