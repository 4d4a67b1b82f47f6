package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class PlainJoinRandomTest {
  private static final long SEED = Long.getLong("tidemark.test.seed", new Random().nextLong());
  private static final int CASES = Integer.getInteger("tidemark.test.cases", 24);

  @TestFactory
  List<DynamicTest> agreesWithLookingAtEveryRow(SparkSession spark) {
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      long seed = SEED + i;
      RandomCase random = new RandomCase(seed);
      tests.add(
          DynamicTest.dynamicTest("seed " + seed + ": " + random, () -> agrees(spark, random)));
    }
    return tests;
  }

  private static void agrees(SparkSession spark, RandomCase random) {
    boolean adaptive = random.random.nextBoolean();
    String zone = random.random.nextBoolean() ? "America/New_York" : "Asia/Tokyo";
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.session.timeZone", zone);
    session.conf().set("spark.sql.adaptive.enabled", adaptive);
    session.conf().set("spark.sql.ansi.enabled", random.random.nextBoolean());
    session.conf().set("spark.sql.shuffle.partitions", 1 + random.random.nextInt(5));
    AsOfView view = view(session, random);
    Dataset<Row> rows =
        new PlainJoin()
            .join(new SpineRows(spine(session, random), "t"), List.of(view), random.knowledge)
            .rows();
    assertThat(rows.columns())
        .endsWith("id", "t", "p_v", "m", "nested", "x__event_ts", "x__known_at");
    List<String> found = new ArrayList<>();
    rows.select(
            expr("id"),
            expr("p_v"),
            expr("m['a']"),
            expr("nested.list[1]"),
            expr("unix_micros(x__event_ts)"),
            expr("unix_micros(x__known_at)"))
        .collectAsList()
        .forEach(row -> found.add(row.toString()));
    List<String> expected = new ArrayList<>();
    for (RandomCase.Asked asked : random.asked) {
      RandomCase.Stored taken = random.taken(asked);
      expected.add(taken == null || taken.deleted() ? nothing(asked.id()) : told(asked, taken));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String nothing(int id) {
    return "[" + id + ",null,null,null,null,null]";
  }

  private static String told(RandomCase.Asked asked, RandomCase.Stored taken) {
    int id = taken.id();
    String value = id % 4 == 0 ? "null" : "" + id;
    return "[%d,%s,%s,%d,%d,%d]"
        .formatted(asked.id(), value, value, id, micros(taken.event()), micros(taken.known()));
  }

  private static long micros(@Nullable Long offset) {
    return Micros.of(RandomCase.BASE) + (offset == null ? 0 : offset);
  }

  private static Dataset<Row> spine(SparkSession spark, RandomCase random) {
    List<Row> rows = new ArrayList<>();
    random.asked.forEach(a -> rows.add(RandomCase.row(a.key(), a.id(), RandomCase.at(a.time()))));
    StructType rest =
        new StructType().add("id", DataTypes.IntegerType).add("t", DataTypes.TimestampType, true);
    return spark.createDataFrame(rows, random.keyed("spine.key", rest));
  }

  private static AsOfView view(SparkSession spark, RandomCase random) {
    List<Row> rows = new ArrayList<>();
    random.stored.forEach(
        s ->
            rows.add(
                RandomCase.row(
                    s.key(),
                    s.id(),
                    RandomCase.at(s.event()),
                    RandomCase.at(s.known()),
                    s.deleted(),
                    s.tie())));
    StructType rest =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("event_ts", DataTypes.TimestampType, true)
            .add("known_at", DataTypes.TimestampType, true)
            .add("_deleted", DataTypes.BooleanType)
            .add("_tie", random.tieType == null ? DataTypes.IntegerType : random.tieType, true);
    Dataset<Row> stored =
        spark
            .createDataFrame(rows, random.keyed("k", rest))
            .withColumn("v", expr("if(id % 4 = 0, null, id)"))
            .withColumn("m", expr("if(id % 4 = 0, null, map('a', id))"))
            .withColumn("nested", expr("named_struct('list', array(null, id))"));
    List<AsOfView.Key> keys = new ArrayList<>();
    for (int i = 0; i < random.keyTypes.length; i++) {
      keys.add(new AsOfView.Key("k" + i, "spine.key" + i));
    }
    return new AsOfView(
        "x",
        stored,
        keys,
        random.ttl,
        random.lag,
        random.exclude,
        random.tieType == null ? null : "_tie",
        List.of(
            new AsOfView.Output("v", "p_v"),
            new AsOfView.Output("m", "m"),
            new AsOfView.Output("nested", "nested")));
  }
}
