package io.tidemark.jobs.cost.definition;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lines that are everybody's.
 *
 * @param match key to value, all of which a line is to have: service, account, usage_type,
 *     operation, region, resource_id, line_type, {@code tag.<key>}
 */
public record SharedRule(SortedMap<String, String> match, SharedPolicy policy)
    implements Serializable {
  public SharedRule {
    match = Collections.unmodifiableSortedMap(new TreeMap<>(match));
  }
}
