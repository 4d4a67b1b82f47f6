package io.tidemark.featurestore.oracle;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.unix_micros;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.Guarantees;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.pit.SpineRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** All views of a seed's universes in one job of an engine, over rows that the oracle stored. */
final class Joined {
  private static final int WIDTH = 8;

  private final SparkSession session;
  private final List<RandomProject> universes;
  private final Random random;
  private final List<Row> rows;

  Joined(
      SparkSession session,
      List<RandomProject> universes,
      Random random,
      PointInTimeJoin engine,
      Knowledge knowledge) {
    this.session = session;
    this.universes = universes;
    this.random = random;
    List<AsOfView> views = new ArrayList<>();
    for (int i = 0; i < universes.get(0).size(); i++) {
      views.add(view(i));
    }
    List<Column> columns = new ArrayList<>(List.of(col("id")));
    for (AsOfView view : views) {
      String name = view.name();
      for (String feature : List.of("_v", "_w", "_d", "_m['a']", "_nested.list[1]")) {
        columns.add(expr(name + feature));
      }
      columns.add(unix_micros(col(view.eventTimeColumn())).as(name + "_event"));
      columns.add(unix_micros(col(view.knownAtColumn())).as(name + "_known"));
      columns.add(Guarantees.broken(view, "t", knowledge).as(name + "_broken"));
    }
    this.rows =
        engine
            .join(new SpineRows(spine(), "t"), views, knowledge)
            .rows()
            .select(columns.toArray(Column[]::new))
            .collectAsList();
  }

  /** One case's lines as {@link RandomProject#expected} has them, whatever their order. */
  List<String> lines(RandomProject universe, int view) {
    return rows.stream()
        .filter(row -> universe.asks(row.getInt(0)))
        .map(row -> line(row, 1 + WIDTH * view))
        .toList();
  }

  private static String line(Row row, int at) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      values.add(row.get(at + i));
    }
    String line =
        RandomProject.line(row.getInt(0), values, (Long) row.get(at + 5), (Long) row.get(at + 6));
    boolean whole =
        String.valueOf(row.get(at)).equals(String.valueOf(row.get(at + 3)))
            && RandomValues.text(row.get(at + 1)).equals(RandomValues.text(row.get(at + 4)));
    return line + (whole ? "" : " torn") + (row.getBoolean(at + 7) ? " broken" : "");
  }

  private Dataset<Row> spine() {
    StructType schema =
        new StructType().add("id", DataTypes.IntegerType).add("t", DataTypes.TimestampType);
    for (String column : universes.get(0).asked().get(0).keys().keySet()) {
      schema = schema.add(column, type(KeyColumns.type(column)));
    }
    List<Row> rows = new ArrayList<>();
    for (RandomProject universe : universes) {
      for (RandomProject.Asked asked : universe.asked()) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(asked.id());
        values.add(asked.time() == null ? null : RandomValues.instant(asked.time()));
        values.addAll(asked.keys().values());
        rows.add(RowFactory.create(values.toArray()));
      }
    }
    return shuffled(rows, schema);
  }

  private AsOfView view(int number) {
    Policy policy = universes.get(0).views().get(number).policy();
    StructType schema = new StructType();
    for (String key : policy.keys()) {
      schema = schema.add(key, type(KeyColumns.type(key)));
    }
    schema =
        schema
            .add("event_ts", DataTypes.TimestampType)
            .add("known_at", DataTypes.TimestampType)
            .add("_deleted", DataTypes.BooleanType);
    String order = policy.orderColumn();
    if (order != null) {
      schema = schema.add(order, together(policy.orderTypes()));
    }
    schema =
        schema
            .add("v", DataTypes.IntegerType)
            .add("w", DataTypes.StringType)
            .add("d", DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (RandomProject universe : universes) {
      universe
          .stored(universe.views().get(number))
          .forEach(stored -> rows.add(row(stored, order != null)));
    }
    String name = policy.name();
    Dataset<Row> history =
        shuffled(rows, schema)
            .withColumn("m", expr("if(v IS NULL, NULL, map('a', v))"))
            .withColumn("nested", expr("named_struct('list', array(NULL, w))"));
    List<AsOfView.Output> features =
        List.of(
            new AsOfView.Output("v", name + "_v"),
            new AsOfView.Output("w", name + "_w"),
            new AsOfView.Output("d", name + "_d"),
            new AsOfView.Output("m", name + "_m"),
            new AsOfView.Output("nested", name + "_nested"));
    return new AsOfView(
        name,
        history,
        policy.keys().stream().map(key -> new AsOfView.Key(key, key)).toList(),
        policy.ttl(),
        policy.lag(),
        policy.exclude(),
        order,
        features);
  }

  private static Row row(Stored stored, boolean ordered) {
    List<@Nullable Object> values = new ArrayList<>(stored.keys());
    values.add(RandomValues.instant(stored.event()));
    values.add(RandomValues.instant(stored.known()));
    values.add(stored.deleted());
    if (ordered) {
      List<@Nullable Object> tie = stored.tie();
      values.add(tie.size() == 1 ? tie.get(0) : RowFactory.create(tie.toArray()));
    }
    values.addAll(stored.values());
    return RowFactory.create(values.toArray());
  }

  private Dataset<Row> shuffled(List<Row> rows, StructType schema) {
    Collections.shuffle(rows, random);
    Dataset<Row> all = session.createDataFrame(rows, schema);
    return random.nextInt(16) == 0 ? all.repartition(1 + random.nextInt(4)) : all;
  }

  private static DataType together(List<String> types) {
    StructType struct = new StructType();
    for (int i = 0; i < types.size(); i++) {
      struct = struct.add("tie" + i, type(types.get(i)));
    }
    return types.size() == 1 ? type(types.get(0)) : struct;
  }

  private static DataType type(String ddl) {
    return DataType.fromDDL(ddl);
  }
}
