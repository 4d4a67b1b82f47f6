package io.tidemark.lineage.definition;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who a definition is and whose; owner, team and use case are already filled in from the project.
 *
 * @param version 0 for kinds without versions
 * @param team who pays
 */
public record Metadata(
    String name,
    int version,
    String owner,
    String team,
    String useCase,
    String description,
    SortedMap<String, String> tags)
    implements Serializable {

  public Metadata {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }
}
