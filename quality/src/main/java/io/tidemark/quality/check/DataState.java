package io.tidemark.quality.check;

import org.jspecify.annotations.Nullable;

/**
 * The state of something that was read: equal states hold equal rows.
 *
 * @param version of a Delta table
 * @param fingerprint of files
 */
record DataState(@Nullable Long version, @Nullable String fingerprint) {

  /** False for databases and other things whose state nobody can tell. */
  boolean isKnown() {
    return version != null || fingerprint != null;
  }
}
