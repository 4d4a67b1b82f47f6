package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.registry.Registry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The windows of runs that have stored their rows and died before they could say what they had
 * looked at: what comes later in such a window is late, as it would be had they lived.
 */
final class LostWindows {
  private final Run run;
  private final FeatureTable table;
  private final Registry registry;

  LostWindows(Run run, FeatureTable table) {
    this.run = run;
    this.table = table;
    this.registry = run.warehouse().registry();
  }

  /** Says it for them; the newest commits are theirs, because every other run does so first. */
  void cover(PinnedTable pinned) {
    String view = table.view().definition().ref().toString();
    Set<String> known = registry.covering(view, table.ref().toString());
    for (long version = pinned.version(); version > 0; version--) {
      Optional<String> writer = run.writer(pinned, version);
      if (writer.isEmpty() || writer.get().equals(run.id()) || known.contains(writer.get())) {
        return;
      }
      if (!registry.isRunning(writer.get())) {
        cover(writer.get(), version);
      }
    }
  }

  private void cover(String lost, long version) {
    registry
        .started(lost)
        // Others write to the table too, and look at no window.
        .filter(started -> Materialize.VERB.equals(started.get("verb")))
        .map(LostWindows::window)
        .ifPresent(window -> Covered.write(run, table, window, false, version, lost));
  }

  /** The window that a run was started for. */
  private static Window window(Map<String, Object> started) {
    Object params = started.get("params");
    Map<?, ?> given = params instanceof Map<?, ?> map ? map : Map.of();
    LocalDate date = day(given, "date");
    return new Window(
        date == null ? day(given, "from") : date,
        date == null ? day(given, "to") : date,
        Instant.parse(String.valueOf(started.get("now"))));
  }

  private static @Nullable LocalDate day(Map<?, ?> params, String name) {
    Object day = params.get(name);
    return day == null ? null : LocalDate.parse(day.toString());
  }
}
