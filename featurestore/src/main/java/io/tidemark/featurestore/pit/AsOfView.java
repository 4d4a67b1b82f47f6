package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.lit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One feature view as the engine sees it: its stored rows, when they count, and what to call what
 * is taken.
 *
 * @param name prefix of the diagnostics {@code <name>__event_ts} and {@code <name>__known_at}
 * @param rows the stored history: the key columns, {@code event_ts}, {@code known_at}, {@code
 *     _deleted}, the tie column and the features' columns; others are ignored
 * @param keys the view's key columns and the spine columns they are looked up in; at least one
 * @param ttl greatest age of a row, inclusive; null is unlimited
 * @param lag how long after its event time a row becomes available
 * @param excludeEqualTimestamps whether {@code event_ts + lag} must be before the spine time
 * @param tieColumn column that orders rows of equal event time and known-at, null if there is none
 * @param idColumn column that tells events apart, null if there is none; where there are no
 *     features it decides between rows that still tie
 * @param features what to take, in output order
 * @param windows what to compute of the events before the spine time, in output order; they need
 *     the id
 * @param runs the same rows as they lie in the view's table, null if they are not a table's
 */
public record AsOfView(
    String name,
    Dataset<Row> rows,
    List<Key> keys,
    @Nullable Duration ttl,
    Duration lag,
    boolean excludeEqualTimestamps,
    @Nullable String tieColumn,
    @Nullable String idColumn,
    List<Output> features,
    List<WindowAggregate> windows,
    @Nullable SortedRuns runs) {

  /** Column names of a feature table that the engine relies on. */
  static final String EVENT_TS = "event_ts";

  static final String KNOWN_AT = "known_at";
  static final String DELETED = "_deleted";

  public AsOfView {
    keys = List.copyOf(keys);
    features = List.copyOf(features);
    windows = List.copyOf(windows);
    if (!windows.isEmpty() && idColumn == null) {
      throw new IllegalArgumentException("View " + name + " aggregates events without an id");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("View " + name + " has no key to look up");
    }
  }

  /** A view over any rows. */
  public AsOfView(
      String name,
      Dataset<Row> rows,
      List<Key> keys,
      @Nullable Duration ttl,
      Duration lag,
      boolean excludeEqualTimestamps,
      @Nullable String tieColumn,
      @Nullable String idColumn,
      List<Output> features,
      List<WindowAggregate> windows) {
    this(
        name,
        rows,
        keys,
        ttl,
        lag,
        excludeEqualTimestamps,
        tieColumn,
        idColumn,
        features,
        windows,
        null);
  }

  /** A view of features only, over any rows. */
  public AsOfView(
      String name,
      Dataset<Row> rows,
      List<Key> keys,
      @Nullable Duration ttl,
      Duration lag,
      boolean excludeEqualTimestamps,
      @Nullable String tieColumn,
      List<Output> features) {
    this(name, rows, keys, ttl, lag, excludeEqualTimestamps, tieColumn, null, features, List.of());
  }

  /** The same, the names of its output columns with a prefix: to look it up twice for one spine. */
  public AsOfView prefixed(String prefix) {
    return new AsOfView(
        prefix + name,
        rows,
        keys,
        ttl,
        lag,
        excludeEqualTimestamps,
        tieColumn,
        idColumn,
        features.stream().map(each -> new Output(each.column(), prefix + each.name())).toList(),
        windows.stream().map(each -> each.prefixed(prefix)).toList(),
        runs);
  }

  /** The same, of whose rows nothing is taken but their times. */
  public AsOfView withoutFeatures() {
    return new AsOfView(
        name,
        rows,
        keys,
        ttl,
        lag,
        excludeEqualTimestamps,
        tieColumn,
        idColumn,
        List.of(),
        windows,
        runs);
  }

  /** The same, its rows lying so in the view's table; null if that is not known. */
  public AsOfView lying(@Nullable SortedRuns runs) {
    return new AsOfView(
        name,
        rows,
        keys,
        ttl,
        lag,
        excludeEqualTimestamps,
        tieColumn,
        idColumn,
        features,
        windows,
        runs);
  }

  /** The columns that order rows of equal event time and known-at, one after the other. */
  List<String> ties() {
    Stream<String> ties = Stream.ofNullable(tieColumn);
    return (features.isEmpty() ? Stream.concat(ties, Stream.ofNullable(idColumn)) : ties)
        .distinct()
        .toList();
  }

  /** Name of the output column with the event time of the row that was taken. */
  public String eventTimeColumn() {
    return name + "__" + EVENT_TS;
  }

  /** Name of the output column with the known-at of the row that was taken. */
  public String knownAtColumn() {
    return name + "__" + KNOWN_AT;
  }

  /** Whether a stored row may be taken at a time, as known and whatever its age. */
  public Column availableAt(Instant time) {
    long at = Micros.of(time);
    OptionalLong lag = Micros.of(this.lag);
    if (lag.isEmpty() || at < Long.MIN_VALUE + lag.getAsLong() + 1) {
      return lit(false);
    }
    long latest = at - lag.getAsLong() - (excludeEqualTimestamps ? 1 : 0);
    return Micros.of(Micros.named(EVENT_TS))
        .leq(lit(latest))
        .and(Micros.of(Micros.named(KNOWN_AT)).leq(lit(at)));
  }

  /** A key column of the view and the spine column it is compared with. */
  public record Key(String column, String spineColumn) {}

  /** A stored column and the name it has in the output. */
  public record Output(String column, String name) {}
}
