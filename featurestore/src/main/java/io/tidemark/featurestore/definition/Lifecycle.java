package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Ref;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Where a view version is in its life; sunset and replacement for deprecated ones only. */
public record Lifecycle(State state, @Nullable LocalDate sunset, @Nullable Ref replacement) {

  /** The stations of that life. */
  public enum State {
    DRAFT,
    ACTIVE,
    DEPRECATED,
    RETIRED
  }
}
