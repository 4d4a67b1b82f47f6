package io.tidemark.featurestore.materialize;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A source whose rows arrive late, twice, corrected, deleted, flipped back, with NULLs and, for a
 * step at a time, in conflict with each other.
 */
final class RandomSource {
  static final StructType SCHEMA =
      StructType.fromDDL(
          "k1 BIGINT, k2 STRING, ts TIMESTAMP, kn TIMESTAMP, op STRING, id STRING, line INT,"
              + " seq INT, vi INT, vd DOUBLE, vs STRING, vm MAP<STRING, DOUBLE>,"
              + " va ARRAY<STRUCT<x: DOUBLE>>, unused INT");
  static final Instant BASE = Instant.parse("2023-12-28T00:00:00Z");
  private static final long HOUR = 3_600;

  private final Random random;
  private final boolean declared;
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> conflicts = new ArrayList<>();
  private int made;

  RandomSource(Random random, boolean declared) {
    this.random = random;
    this.declared = declared;
  }

  /** What happens to the source before a materialisation. */
  void step() {
    conflicts.clear();
    for (int i = 0; i < 12; i++) {
      rows.add(fresh());
    }
    for (int i = 0; i < 5; i++) {
      correct(rows.get(random.nextInt(rows.size())));
    }
    for (int i = 0; i < 3; i++) {
      Map<String, @Nullable Object> copy = copy(rows.get(random.nextInt(rows.size())));
      copy.put("unused", random.nextInt(100));
      rows.add(copy);
    }
    if (random.nextInt(4) == 0) {
      Map<String, @Nullable Object> conflict = copy(rows.get(random.nextInt(rows.size())));
      conflict.put("vi", 1_000);
      conflicts.add(conflict);
    }
  }

  Dataset<Row> written(SparkSession spark) {
    List<Row> all = new ArrayList<>();
    for (Map<String, @Nullable Object> row : all()) {
      all.add(RowFactory.create(row.values().toArray()));
    }
    return spark.createDataFrame(all, SCHEMA);
  }

  /** The rows as a view reads them. */
  List<Oracle.Source> read(boolean hasId, boolean hasTie) {
    List<Oracle.Source> read = new ArrayList<>();
    for (Map<String, @Nullable Object> row : all()) {
      read.add(
          new Oracle.Source(
              values(row, "k1", "k2"),
              micros((Instant) row.get("ts")),
              declared ? micros((Instant) row.get("kn")) : null,
              "D".equals(row.get("op")),
              hasId ? values(row, "id", "line") : List.of(),
              hasTie ? values(row, "seq") : List.of(),
              values(row, "vi", "vd", "vs", "vm", "va")));
    }
    return read;
  }

  /** A value as the oracle compares it. */
  static @Nullable Object canonical(@Nullable Object value) {
    if (value instanceof Double number) {
      return number + 0.0;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put((String) k, List.of(String.valueOf(canonical(v)))));
      return sorted;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(v -> elements.add(canonical(v)));
      return elements;
    }
    if (value instanceof Row row) {
      List<@Nullable Object> fields = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        fields.add(canonical(row.get(i)));
      }
      return fields;
    }
    return value;
  }

  static @Nullable Long micros(@Nullable Instant time) {
    return time == null ? null : time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  private List<Map<String, @Nullable Object>> all() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>(rows);
    all.addAll(conflicts);
    return all;
  }

  private static List<@Nullable Object> values(Map<String, @Nullable Object> row, String... names) {
    List<@Nullable Object> values = new ArrayList<>();
    for (String name : names) {
      values.add(canonical(row.get(name)));
    }
    return values;
  }

  private Map<String, @Nullable Object> fresh() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    Instant event = BASE.plusSeconds(random.nextInt(32) * 6 * HOUR).plusNanos(made++ * 1_000L);
    row.put("k1", random.nextInt(25) == 0 ? null : (long) random.nextInt(4));
    row.put("k2", random.nextInt(25) == 0 ? null : "k" + random.nextInt(2));
    row.put("ts", random.nextInt(25) == 0 ? null : event);
    row.put(
        "kn",
        random.nextInt(25) == 0
            ? null
            : event.plusSeconds(pick(0L, 0L, HOUR, 30 * HOUR, -HOUR, 72 * HOUR)));
    row.put("op", pick("I", "I", "I", "D", null));
    row.put("id", "e" + made % 7);
    row.put("line", pick(1, 2, null));
    row.put("seq", pick(1, 2, null));
    values(row);
    row.put("unused", 0);
    return row;
  }

  private void values(Map<String, @Nullable Object> row) {
    row.put("vi", pick(1, 2, null));
    row.put("vd", pick(0.5, -0.0, 0.0, Double.NaN, null));
    row.put("vs", pick("a", "é", "", null));
    row.put("vm", pick(Map.of("a", 1.0, "b", Double.NaN), Map.of("b", Double.NaN, "a", 1.0), null));
    row.put(
        "va",
        pick(
            List.of(RowFactory.create(Double.NaN)),
            List.of(RowFactory.create(0.0), RowFactory.create(new Object[] {null})),
            null));
  }

  /** A later version; without a declared known-at it takes the row's place. */
  private void correct(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> corrected = copy(row);
    values(corrected);
    if (random.nextInt(4) == 0) {
      corrected.put("op", "D");
    }
    Instant known = (Instant) row.get("kn");
    if (declared && known != null) {
      corrected.put("kn", known.plusSeconds(pick(1L, HOUR, 48 * HOUR)));
      rows.add(corrected);
    } else if (!declared) {
      for (Map<String, @Nullable Object> same : rows) {
        if (samePlace(same, row)) {
          same.putAll(corrected);
        }
      }
    }
  }

  private static boolean samePlace(
      Map<String, @Nullable Object> a, Map<String, @Nullable Object> b) {
    return List.of("k1", "k2", "ts", "id", "line", "seq").stream()
        .allMatch(c -> java.util.Objects.equals(a.get(c), b.get(c)));
  }

  private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> row) {
    return new LinkedHashMap<>(row);
  }

  @SafeVarargs
  private <T extends @Nullable Object> T pick(T... values) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }
}
