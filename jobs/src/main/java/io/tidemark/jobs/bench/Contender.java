package io.tidemark.jobs.bench;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is measured, again and again.
 *
 * @param work what results call it
 * @param kind what its answer is to ours
 * @param bytes of the files it reads
 * @param once does it all anew; null where nothing is to be compared
 */
record Contender(String work, Kind kind, long bytes, Supplier<@Nullable Checksum> once) {

  /** What an answer is to ours. */
  enum Kind {
    /** It is ours, and always the same. */
    OURS,
    /** It has to be equal. */
    EXACT,
    /** It may differ, and is known to. */
    INEXACT,
    /** There is none. */
    SILENT
  }
}
