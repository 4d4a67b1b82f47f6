package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.WindowAggregate.Reach;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which views {@link MergeJoin} can answer by itself. */
final class Mergeable {
  private Mergeable() {}

  /** Why a view is left to the plain way; null if it is merged. */
  static @Nullable String whyNot(AsOfView view, Knowledge knowledge) {
    if (view.runs() == null) {
      return "its rows do not lie sorted in a table";
    } else if (knowledge.mode() != Knowledge.Mode.AS_KNOWN) {
      return "files are sorted by when their rows were known, and that does not matter here";
    } else if (view.windows().stream().anyMatch(each -> each.reach() == Reach.AFTER)) {
      return "it looks ahead";
    } else if (view.excludeEqualTimestamps() && !view.windows().isEmpty()) {
      return "its features exclude equal times and its windows do not";
    } else if (delay(view).isEmpty()) {
      return "its lag is longer than times go";
    }
    return ReadColumns.missing(view, view.runs());
  }

  /** From a row's event time to when it counts, if it is known by then; in microseconds. */
  static OptionalLong delay(AsOfView view) {
    OptionalLong lag = Micros.of(view.lag());
    long more = view.excludeEqualTimestamps() ? 1 : 0;
    return lag.isEmpty() || lag.getAsLong() > Long.MAX_VALUE - more
        ? OptionalLong.empty()
        : OptionalLong.of(lag.getAsLong() + more);
  }
}
