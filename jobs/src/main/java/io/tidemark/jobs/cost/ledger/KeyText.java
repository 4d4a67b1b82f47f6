package io.tidemark.jobs.cost.ledger;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts that may be anything, or nothing, as one text that tells them apart. */
final class KeyText {

  private KeyText() {}

  static String of(@Nullable Object... parts) {
    return Arrays.stream(parts)
        .map(part -> part == null ? "-" : "+" + part.toString().replace("/", "//"))
        .collect(Collectors.joining("/"));
  }
}
