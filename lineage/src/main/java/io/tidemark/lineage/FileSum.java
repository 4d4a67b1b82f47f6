package io.tidemark.lineage;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was found.
 *
 * @param path relative to its table's folder
 * @param bytes its size, 0 if it could not be read
 * @param sha256 of its bytes in hex, null if it could not be read
 * @param trouble why it could not be read, null if it could
 */
public record FileSum(String path, long bytes, @Nullable String sha256, @Nullable String trouble)
    implements Serializable {

  /** The trouble of a file that is not there. */
  public static final String MISSING = "is missing";
}
