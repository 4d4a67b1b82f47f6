package io.tidemark.featurestore.definition;

import org.jspecify.annotations.Nullable;

/** The checks on a view's rows; no suite: none. */
public record Quality(@Nullable String suite, OnFailure onFailure) {

  /** What a failed suite does to the materialisation. */
  public enum OnFailure {
    FAIL,
    QUARANTINE,
    WARN
  }
}
