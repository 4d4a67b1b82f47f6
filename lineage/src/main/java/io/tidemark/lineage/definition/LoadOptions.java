package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to load.
 *
 * @param explicit the directory was named: it is the project, and nothing is searched upwards
 * @param environment the environment laid over the project; null for none
 * @param variables values of {@code --set}, over those of the environment
 * @param process the process environment that {@code ${env:X}} is resolved from, when it is needed
 */
public record LoadOptions(
    Path directory,
    boolean explicit,
    @Nullable String environment,
    SortedMap<String, String> variables,
    Map<String, String> process) {

  public LoadOptions {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    process = Map.copyOf(process);
  }

  /** As the above, with this process's own environment. */
  public LoadOptions(
      Path directory,
      boolean explicit,
      @Nullable String environment,
      SortedMap<String, String> variables) {
    this(directory, explicit, environment, variables, System.getenv());
  }
}
