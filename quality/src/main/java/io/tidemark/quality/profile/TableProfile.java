package io.tidemark.quality.profile;

import java.util.List;

/**
 * What a table holds.
 *
 * @param columns in the table's order
 */
public record TableProfile(long rows, List<ColumnProfile> columns) {

  public TableProfile {
    columns = List.copyOf(columns);
  }
}
