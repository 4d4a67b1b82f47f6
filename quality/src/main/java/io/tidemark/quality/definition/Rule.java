package io.tidemark.quality.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a suite; the suite's defaults are filled in.
 *
 * @param where SQL; only rows for which it is TRUE are in scope
 * @param segmentBy at most two columns
 * @param minRows with fewer evaluated rows the outcome is {@code no_data}
 * @param tolerance the greatest share of failed rows that still passes, 0 to 1
 * @param quarantine whether {@code materialize} may withhold rows that fail it
 * @param hash SHA-256 of everything that decides its outcome, in hex
 */
public record Rule(
    String id,
    Severity severity,
    @Nullable String where,
    List<String> segmentBy,
    Special onNull,
    Special onNaN,
    NoData onNoData,
    long minRows,
    double tolerance,
    boolean quarantine,
    String description,
    Check check,
    String hash) {

  public Rule {
    segmentBy = List.copyOf(segmentBy);
  }

  /** How much a violation matters. */
  public enum Severity {
    /** Never gates. */
    INFO,
    /** Gates only where warnings are asked to. */
    WARN,
    ERROR,
    /** Gates, and skips the later suites of the table. */
    CRITICAL
  }

  /** What a row with a NULL, or a NaN, in a named column counts as. */
  public enum Special {
    FAIL,
    PASS,
    SKIP
  }

  /** What too few rows, or none, mean. */
  public enum NoData {
    NO_DATA,
    FAIL,
    PASS
  }
}
