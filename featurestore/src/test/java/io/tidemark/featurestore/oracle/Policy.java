package io.tidemark.featurestore.oracle;

import io.tidemark.lineage.definition.SourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What decides over a view's rows: its own definition and its source's.
 *
 * @param keys names of the spine's columns that are its entity's keys, in order
 * @param declared whether the source has a knownAt
 * @param isoTimes whether times stand in the files as ISO-8601 text, else as microseconds
 * @param idTypes of the source's id columns, as {@code tieTypes} of the tieBreaker's
 */
record Policy(
    String name,
    List<String> keys,
    SourceType type,
    boolean declared,
    boolean isoTimes,
    List<String> idTypes,
    List<String> tieTypes,
    Duration lag,
    @Nullable Duration ttl,
    boolean exclude,
    Duration lookback,
    int buckets) {

  private static final List<SourceType> TYPES =
      List.of(SourceType.EVENT, SourceType.SCD2, SourceType.SNAPSHOT, SourceType.EVENT);

  Policy {
    keys = List.copyOf(keys);
    idTypes = List.copyOf(idTypes);
    tieTypes = List.copyOf(tieTypes);
  }

  /** Any view; its number decides the type of its source, so that a few views have them all. */
  static Policy random(Random random, int number, List<String> keys, Calendar calendar) {
    SourceType type = TYPES.get(number % TYPES.size());
    Duration lag = random.nextBoolean() ? Duration.ZERO : calendar.units(random.nextInt(4));
    boolean exclude = random.nextBoolean();
    boolean forever = random.nextBoolean();
    Duration ttl = lag.plus(calendar.units((exclude ? 1 : 0) + random.nextInt(15)));
    return new Policy(
        "v" + number,
        keys,
        type,
        random.nextBoolean(),
        random.nextBoolean(),
        types(random, type == SourceType.SCD2 ? 5 : 2, List.of("INT", "STRING")),
        types(random, 2, RandomValues.ORDER_TYPES),
        lag,
        forever ? null : ttl,
        exclude,
        calendar.units(random.nextBoolean() ? 0 : random.nextInt(8)),
        1 + random.nextInt(3));
  }

  /** None mostly, else one or two. */
  private static List<String> types(Random random, int rarity, List<String> choice) {
    List<String> types = new ArrayList<>();
    for (int n = random.nextInt(rarity) > 0 ? 0 : 1 + random.nextInt(2); n > 0; n--) {
      types.add(choice.get(random.nextInt(choice.size())));
    }
    return types;
  }

  boolean isScd2() {
    return type == SourceType.SCD2;
  }

  boolean hasTie() {
    return !tieTypes.isEmpty();
  }

  /** Types of what orders rows of equal event time and known-at. */
  List<String> orderTypes() {
    return hasTie() ? tieTypes : idTypes;
  }

  /** The stored column that does. */
  @Nullable String orderColumn() {
    return hasTie() ? "_tie" : idTypes.isEmpty() ? null : "_id";
  }
}
