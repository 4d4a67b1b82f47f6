package io.tidemark.quality.definition;

import org.jspecify.annotations.Nullable;

/** The bounds of a number, both inclusive; null is open. */
public record Between(@Nullable Double lower, @Nullable Double upper) {

  /** True if the number is within; NaN never is. */
  public boolean holds(double value) {
    return (lower == null || value >= lower)
        && (upper == null || value <= upper)
        && !Double.isNaN(value);
  }
}
