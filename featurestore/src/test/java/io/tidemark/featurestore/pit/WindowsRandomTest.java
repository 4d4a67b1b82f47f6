package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.featurestore.definition.AggregateFunction;
import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.WindowAggregate.Reach;
import io.tidemark.featurestore.pit.WindowOracle.Event;
import io.tidemark.featurestore.pit.WindowOracle.Window;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every function over every type of input, against a loop over everything. */
@ExtendWith(SparkExtension.class)
class WindowsRandomTest {
  private static final int ROUNDS = 6;
  private static final int SECONDS = 30;
  private static final List<DataType> INPUTS =
      List.of(
          DataTypes.LongType,
          DataTypes.IntegerType,
          DataTypes.createDecimalType(10, 2),
          DataTypes.DoubleType,
          DataTypes.StringType);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyAggregationIsWhatALoopOverEverythingGives(long seed, SparkSession spark) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      check(
          random,
          spark,
          new PlainJoin(),
          List.of(Knowledge.Mode.values()),
          List.of(Reach.values()),
          "seed " + seed + ", round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mergedTheyAreTheSame(long seed, SparkSession spark, @TempDir Path folder) {
    Random random = new Random(seed);
    LaidOut engine = new LaidOut(folder, random);
    for (int round = 0; round < ROUNDS; round++) {
      check(
          random,
          spark,
          engine,
          List.of(Knowledge.Mode.AS_KNOWN),
          List.of(Reach.BEFORE, Reach.UP_TO),
          "seed " + seed + ", round " + round);
    }
    assertThat(engine.merged()).isEqualTo(ROUNDS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aheadTheyAreTheSame(long seed, SparkSession spark) {
    Random random = new Random(seed);
    PointInTimeJoin ahead =
        (spine, views, knowledge) ->
            new PointInTimeJoin.Joined(
                new AheadWindows(views.get(0), spine.time(), knowledge, LaidOut.most(random))
                    .add(spine.rows()),
                new TreeMap<>());
    for (int round = 0; round < ROUNDS; round++) {
      check(
          random,
          spark,
          ahead,
          List.of(Knowledge.Mode.AS_OF, Knowledge.Mode.AS_CORRECTED),
          List.of(Reach.AFTER),
          "seed " + seed + ", round " + round);
    }
  }

  private static void check(
      Random random,
      SparkSession spark,
      PointInTimeJoin engine,
      List<Knowledge.Mode> modes,
      List<Reach> reaches,
      String where) {
    List<Event> events = events(random);
    List<WindowAggregate> windows = new ArrayList<>();
    List<Window> expected = new ArrayList<>();
    windows(random, reaches, windows, expected);
    int lag = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
    // Of features alone.
    Duration ttl = random.nextBoolean() ? Duration.ofSeconds(random.nextInt(5)) : null;
    Knowledge.Mode mode = modes.get(random.nextInt(modes.size()));
    int asOf = random.nextInt(SECONDS);
    Knowledge knowledge = new Knowledge(mode, mode == Knowledge.Mode.AS_OF ? at(asOf) : null);
    List<Row> spine = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Long key = random.nextInt(12) == 0 ? null : (long) random.nextInt(4);
      Instant time = random.nextInt(12) == 0 ? null : at(random.nextInt(SECONDS + 5));
      spine.add(RowFactory.create(i, key, time));
    }
    AsOfView view =
        new AsOfView(
            "v",
            stored(spark, events),
            List.of(new AsOfView.Key("k", "k")),
            ttl,
            Duration.ofSeconds(lag),
            false,
            "_id",
            "_id",
            List.of(),
            windows);
    Dataset<Row> rows =
        spark.createDataFrame(
            spine, new StructType().add("i", "int").add("k", "bigint").add("t", "timestamp"));
    List<Row> joined =
        engine
            .join(new SpineRows(rows, "t"), List.of(view), knowledge)
            .rows()
            .orderBy("i")
            .collectAsList();
    assertThat(joined).as(where).hasSize(spine.size());
    WindowOracle oracle = new WindowOracle(events, lag, mode, asOf);
    for (int i = 0; i < joined.size(); i++) {
      Instant time = (Instant) spine.get(i).get(2);
      Integer second = time == null ? null : (int) time.getEpochSecond();
      for (int j = 0; j < windows.size(); j++) {
        int at = joined.get(i).fieldIndex(windows.get(j).name());
        boolean list = windows.get(j).function().givesList() && !joined.get(i).isNullAt(at);
        Object value = list ? joined.get(i).getList(at) : joined.get(i).get(at);
        assertThat(value)
            .as("%s, row %s, %s, expected of %s", where, spine.get(i), windows.get(j), events)
            .isEqualTo(oracle.value(expected.get(j), (Long) spine.get(i).get(1), second));
      }
    }
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    Set<List<Object>> versions = new HashSet<>();
    int count = random.nextInt(120);
    for (int i = 0; i < count; i++) {
      Long key = random.nextInt(20) == 0 ? null : (long) random.nextInt(3);
      Integer time = random.nextInt(30) == 0 ? null : random.nextInt(SECONDS);
      Integer known = time == null ? null : time + (random.nextBoolean() ? 0 : random.nextInt(12));
      String id = "e" + random.nextInt(5);
      if (versions.add(Arrays.asList(key, time, known, id))) {
        boolean deleted = random.nextInt(8) == 0;
        events.add(new Event(key, time, known, deleted, id, deleted ? nothing() : inputs(random)));
      }
    }
    return events;
  }

  private static List<Object> nothing() {
    return new ArrayList<>(Collections.nCopies(INPUTS.size(), null));
  }

  private static List<Object> inputs(Random random) {
    List<Object> inputs = new ArrayList<>();
    inputs.add((long) random.nextInt(7) - 3);
    inputs.add(random.nextInt(5));
    inputs.add(BigDecimal.valueOf(random.nextInt(2000) - 1000, 2));
    inputs.add(
        random.nextInt(4) == 0
            ? List.of(-0.0, 0.0).get(random.nextInt(2))
            : random.nextGaussian() * Math.pow(10, random.nextInt(12)));
    inputs.add(List.of("a", "b", "ä", "𝄞", "\uff5e").get(random.nextInt(5)));
    inputs.replaceAll(value -> random.nextInt(6) == 0 ? null : value);
    return inputs;
  }

  private static void windows(
      Random random, List<Reach> reaches, List<WindowAggregate> windows, List<Window> expected) {
    for (AggregateFunction function : AggregateFunction.values()) {
      for (int input = -1; input < INPUTS.size(); input++) {
        DataType type = input < 0 ? null : INPUTS.get(input);
        if (AggregateTypes.result(function, type).isEmpty() || random.nextInt(3) == 0) {
          continue;
        }
        int length = random.nextInt(SECONDS);
        Reach reach = reaches.get(random.nextInt(reaches.size()));
        int n = function.givesList() ? 1 + random.nextInt(4) : 0;
        boolean positive = random.nextInt(3) == 0;
        Column where = positive ? coalesce(col("_in_0").gt(lit(0)), lit(false)) : null;
        Predicate<Event> test =
            event -> !positive || event.inputs().get(0) != null && (Long) event.inputs().get(0) > 0;
        boolean empty = function == AggregateFunction.COUNT && random.nextInt(4) == 0;
        windows.add(
            new WindowAggregate(
                "w" + windows.size(),
                "w",
                function,
                input < 0 ? null : "_in_" + input,
                Duration.ofSeconds(length),
                reach,
                where,
                empty ? "7" : null,
                n));
        expected.add(new Window(function, input, length, reach, test, empty ? 7L : null, n));
      }
    }
  }

  private static Dataset<Row> stored(SparkSession spark, List<Event> events) {
    StructType schema =
        new StructType()
            .add("k", "bigint")
            .add("event_ts", "timestamp")
            .add("known_at", "timestamp")
            .add("_deleted", "boolean")
            .add("_id", "string");
    for (int i = 0; i < INPUTS.size(); i++) {
      schema = schema.add("_in_" + i, INPUTS.get(i));
    }
    List<Row> rows = new ArrayList<>();
    for (Event event : events) {
      List<Object> values = new ArrayList<>();
      values.add(event.key());
      values.add(event.at() == null ? null : at(event.at()));
      values.add(event.known() == null ? null : at(event.known()));
      values.add(event.deleted());
      values.add(event.id());
      values.addAll(event.inputs());
      rows.add(RowFactory.create(values.toArray()));
    }
    return spark.createDataFrame(rows, schema);
  }
}
