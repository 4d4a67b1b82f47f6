package io.tidemark.featurestore.pit;

import org.jspecify.annotations.Nullable;

/** The first or last input. */
final class Edge implements Aggregator {
  private final boolean first;
  private @Nullable Object value;

  Edge(boolean first) {
    this.first = first;
  }

  @Override
  public void clear() {
    value = null;
  }

  @Override
  public void add(Object input) {
    if (!first || value == null) {
      value = input;
    }
  }

  @Override
  public @Nullable Object result() {
    return value;
  }
}
