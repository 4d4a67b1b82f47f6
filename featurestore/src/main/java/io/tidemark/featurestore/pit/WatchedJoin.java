package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.Knowledge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Remembers how an engine answers, what it reads, and how long it takes. */
public final class WatchedJoin implements PointInTimeJoin {
  private final PointInTimeJoin engine;
  private final List<Map<String, Object>> seen = new ArrayList<>();

  public WatchedJoin(PointInTimeJoin engine) {
    this.engine = engine;
  }

  @Override
  public Joined join(SpineRows spine, List<AsOfView> views, Knowledge knowledge) {
    return engine.join(spine, views, knowledge);
  }

  @Override
  public <T> T answer(
      SpineRows spine, List<AsOfView> views, Knowledge knowledge, Function<Joined, T> use) {
    return engine.answer(
        spine,
        views,
        knowledge,
        joined -> {
          long begin = System.nanoTime();
          T used = use.apply(joined);
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
          views.forEach(view -> seen.add(figures(view.name(), joined.way(view.name()), millis)));
          return used;
        });
  }

  private static Map<String, Object> figures(String view, Way way, long millis) {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("view", view);
    figures.put("way", way.name());
    figures.put("why", way.why());
    RunsRead read = way.read();
    if (read != null) {
      figures.putAll(read.figures(millis));
    }
    figures.put("seconds", millis / 1000.0);
    return figures;
  }

  /**
   * Of each view that was answered, in order: {@code view}, {@code way}, {@code why} not a faster
   * one, what was read as {@link RunsRead#figures} has it, and {@code seconds} for all views
   * together with what was done with their rows.
   */
  public List<Map<String, Object>> seen() {
    return List.copyOf(seen);
  }
}
