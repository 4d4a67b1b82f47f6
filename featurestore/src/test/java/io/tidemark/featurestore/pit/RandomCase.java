package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.Knowledge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A random view, history and spine, and what A.2 says the answer is, found by looking at every
 * stored row for every spine row.
 */
final class RandomCase {
  static final Instant BASE = Instant.parse("2024-03-10T06:59:59.999990Z");

  private static final DataType[] KEY_TYPES = {
    DataTypes.LongType,
    DataTypes.StringType,
    DataTypes.IntegerType,
    DataTypes.DateType,
    DataTypes.createDecimalType(10, 2)
  };
  private static final DataType[] TIE_TYPES = {
    DataTypes.IntegerType,
    DataTypes.StringType,
    DataTypes.DoubleType,
    DataTypes.BooleanType,
    DataTypes.createStructType(
        List.of(
            DataTypes.createStructField("x", DataTypes.IntegerType, true),
            DataTypes.createStructField("y", DataTypes.StringType, true)))
  };

  record Stored(
      List<@Nullable Object> key,
      @Nullable Long event,
      @Nullable Long known,
      boolean deleted,
      @Nullable Object tie,
      int id) {}

  record Asked(int id, List<@Nullable Object> key, @Nullable Long time) {}

  final Random random;
  final DataType[] keyTypes;
  final @Nullable DataType tieType;
  final @Nullable Duration ttl;
  final Duration lag;
  final boolean exclude;
  final Knowledge knowledge;
  final List<Stored> stored = new ArrayList<>();
  final List<Asked> asked = new ArrayList<>();

  RandomCase(long seed) {
    random = new Random(new SplittableRandom(seed).nextLong());
    keyTypes = new DataType[1 + random.nextInt(2)];
    Arrays.setAll(keyTypes, i -> KEY_TYPES[random.nextInt(KEY_TYPES.length)]);
    tieType = random.nextBoolean() ? null : TIE_TYPES[random.nextInt(TIE_TYPES.length)];
    lag = Duration.ofNanos(1000L * (random.nextBoolean() ? 0 : random.nextInt(4)));
    exclude = random.nextBoolean();
    ttl =
        random.nextBoolean()
            ? null
            : lag.plus(Duration.ofNanos(1000L * ((exclude ? 1 : 0) + random.nextInt(10))));
    knowledge =
        switch (random.nextInt(3)) {
          case 0 -> new Knowledge(Knowledge.Mode.AS_CORRECTED, null);
          case 1 -> new Knowledge(Knowledge.Mode.AS_OF, at((long) random.nextInt(30)));
          default -> new Knowledge(Knowledge.Mode.AS_KNOWN, null);
        };
    int span = 3 + random.nextInt(25);
    Map<List<@Nullable Object>, Stored> seen = new HashMap<>();
    for (int i = 0; i < 80; i++) {
      Long event = random.nextInt(20) == 0 ? null : (Long) (long) random.nextInt(span);
      Long known = random.nextInt(span) + (random.nextInt(4) == 0 ? 8L : 0L);
      if (event != null && random.nextBoolean()) {
        known = event;
      }
      Stored row = new Stored(randomKey(), event, known, random.nextInt(8) == 0, randomTie(), i);
      Stored first =
          seen.putIfAbsent(
              Arrays.asList(row.key(), row.event(), row.known(), String.valueOf(row.tie())), row);
      if (first == null) {
        stored.add(row);
      } else if (random.nextBoolean()) {
        stored.add(first);
      }
    }
    for (int i = 0; i < 60; i++) {
      Asked row =
          new Asked(
              i,
              randomKey(),
              random.nextInt(15) == 0 ? null : (Long) (long) (random.nextInt(span + 6) - 1));
      asked.add(row);
      if (random.nextInt(6) == 0) {
        asked.add(row);
      }
    }
  }

  /** The stored row that a spine row gets, deletions included. */
  @Nullable Stored taken(Asked row) {
    if (row.time() == null || row.key().contains(null)) {
      return null;
    }
    return stored.stream()
        .filter(s -> s.key().equals(row.key()) && s.event() != null && s.known() != null)
        .filter(s -> eligible(Objects.requireNonNull(s.event()), known(s), row.time()))
        .max(
            Comparator.comparing((Stored s) -> Objects.requireNonNull(s.event()))
                .thenComparing(RandomCase::known)
                .thenComparing((a, b) -> compare(a.tie(), b.tie())))
        .orElse(null);
  }

  private static long known(Stored row) {
    return Objects.requireNonNull(row.known());
  }

  private boolean eligible(long event, long known, long time) {
    long available = event + lag.toNanos() / 1000;
    boolean inTime = exclude ? available < time : available <= time;
    boolean fresh = ttl == null || event >= time - ttl.toNanos() / 1000;
    boolean wasKnown =
        switch (knowledge.mode()) {
          case AS_KNOWN -> known <= time;
          case AS_CORRECTED -> true;
          case AS_OF -> !at(known).isAfter(Objects.requireNonNull(knowledge.asOf()));
        };
    return inTime && fresh && wasKnown;
  }

  static Instant at(long micros) {
    return BASE.plusNanos(1000L * micros);
  }

  static @Nullable Instant at(@Nullable Long micros) {
    return micros == null ? null : at(micros.longValue());
  }

  StructType keyed(String prefix, StructType rest) {
    StructType schema = new StructType();
    for (int i = 0; i < keyTypes.length; i++) {
      schema = schema.add(prefix + i, keyTypes[i], true);
    }
    for (var field : rest.fields()) {
      schema = schema.add(field);
    }
    return schema;
  }

  static Row row(List<@Nullable Object> key, @Nullable Object... rest) {
    List<@Nullable Object> values = new ArrayList<>(key);
    values.addAll(Arrays.asList(rest));
    return RowFactory.create(values.toArray());
  }

  private List<@Nullable Object> randomKey() {
    List<@Nullable Object> key = new ArrayList<>();
    for (DataType type : keyTypes) {
      key.add(random.nextInt(25) == 0 ? null : keyValue(type, random.nextInt(3)));
    }
    return key;
  }

  private static Object keyValue(DataType type, int n) {
    if (type.equals(DataTypes.LongType)) {
      return 9007199254740992L + n;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return n - 1;
    }
    if (type.equals(DataTypes.DateType)) {
      return java.sql.Date.valueOf("2024-03-1" + n);
    }
    if (type.equals(DataTypes.StringType)) {
      return List.of("", "a", "A").get(n);
    }
    return new java.math.BigDecimal("0.0" + n);
  }

  private @Nullable Object randomTie() {
    return tieType == null || random.nextInt(4) == 0 ? null : tieValue(tieType, random.nextInt(4));
  }

  private @Nullable Object tieValue(DataType type, int n) {
    if (type.equals(DataTypes.IntegerType)) {
      return n - 2;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return n < 2;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return List.of(Double.NaN, Double.POSITIVE_INFINITY, -1.5, 2.0).get(n);
    }
    if (type.equals(DataTypes.StringType)) {
      return List.of("", "\uFF5E", "\uD83D\uDE00", "z").get(n);
    }
    Integer first = random.nextInt(3) == 0 ? null : (Integer) n;
    return RowFactory.create(first, tieValue(DataTypes.StringType, random.nextInt(4)));
  }

  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    if (a instanceof String x && b instanceof String y) {
      return Arrays.compareUnsigned(
          x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    }
    if (a instanceof Row x && b instanceof Row y) {
      int first = compare(x.get(0), y.get(0));
      return first != 0 ? first : compare(x.get(1), y.get(1));
    }
    if (a instanceof Integer x && b instanceof Integer y) {
      return x.compareTo(y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.compareTo(y);
    }
    return ((Boolean) a).compareTo((Boolean) b);
  }

  @Override
  public String toString() {
    return "keys %s, tie %s, lag %s, ttl %s, exclude %s, %s"
        .formatted(Arrays.toString(keyTypes), tieType, lag, ttl, exclude, knowledge);
  }
}
