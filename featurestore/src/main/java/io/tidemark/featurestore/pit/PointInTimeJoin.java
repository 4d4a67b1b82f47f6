package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.Knowledge;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each spine row at time t, and each view, the row with the greatest {@code (event_ts,
 * known_at, tie)} among those with equal keys and
 *
 * <ul>
 *   <li>{@code event_ts + lag <= t}, or {@code < t} where equal timestamps are excluded,
 *   <li>{@code known_at <= t} as known; {@code known_at <= K} as of K; any as corrected,
 *   <li>{@code event_ts >= t - ttl}.
 * </ul>
 *
 * <p>Every engine gives the same multiset of rows: one for each spine row, never fewer or more. A
 * deletion that is taken, or no row at all, gives NULL features and NULL diagnostics. NULL keys and
 * NULL times match nothing. NULL sorts lowest, text by its bytes, NaN above all numbers. Times are
 * exact to the microsecond over the whole range of a TIMESTAMP.
 */
public interface PointInTimeJoin {

  /**
   * Looks all views up.
   *
   * @return lazily, the spine's columns as they were; then for each view in order its features by
   *     their output names, {@code <view>__event_ts} and {@code <view>__known_at}
   * @throws io.tidemark.lineage.definition.Refusal if a key's type differs from its spine column's,
   *     or two output columns have one name
   */
  Joined join(SpineRows spine, List<AsOfView> views, Knowledge knowledge);

  /**
   * Looks all views up and uses the rows, once or, where an engine finds out while they are
   * computed that it has to go another way, again. What fails is what {@code use} threw last.
   */
  default <T> T answer(
      SpineRows spine, List<AsOfView> views, Knowledge knowledge, Function<Joined, T> use) {
    return use.apply(join(spine, views, knowledge));
  }

  /**
   * The enriched rows.
   *
   * @param ways for each view's name, the way it is answered
   */
  record Joined(Dataset<Row> rows, SortedMap<String, Way> ways) {
    public Joined {
      ways = Collections.unmodifiableSortedMap(new TreeMap<>(ways));
    }

    /** How a view is answered. */
    public Way way(String view) {
      return Objects.requireNonNull(ways.get(view), view);
    }
  }

  /**
   * How a view is answered.
   *
   * @param name as results and manifests have it
   * @param why it is not answered a faster way; null if there is none
   * @param read what is read of its files, where that is counted
   */
  record Way(String name, @Nullable String why, @Nullable RunsRead read) {}
}
