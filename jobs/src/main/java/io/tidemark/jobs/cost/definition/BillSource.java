package io.tidemark.jobs.cost.definition;

import java.io.Serializable;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a bill is found.
 *
 * @param manifest path or URI of the manifest; null where {@code files} and {@code period} are said
 * @param files paths or URIs, globs allowed, in the order in which their lines are counted
 */
public record BillSource(
    String name,
    BillFormat format,
    @Nullable String manifest,
    List<String> files,
    @Nullable YearMonth period)
    implements Serializable {
  public BillSource {
    files = List.copyOf(files);
  }
}
