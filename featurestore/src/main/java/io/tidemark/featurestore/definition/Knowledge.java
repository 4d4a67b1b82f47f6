package io.tidemark.featurestore.definition;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From which point of knowledge values are looked up.
 *
 * @param asOf present exactly for {@link Mode#AS_OF}
 */
public record Knowledge(Mode mode, @Nullable Instant asOf) {

  /** The three ways to know. */
  public enum Mode {
    /** What was known at each row's own time. */
    AS_KNOWN,
    /** Everything that is known now. */
    AS_CORRECTED,
    /** Everything that was known at one given time. */
    AS_OF
  }
}
