package io.tidemark.featurestore.pit;

import static io.tidemark.featurestore.pit.Micros.named;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.tidemark.featurestore.definition.Knowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The shuffle join that works on any stored rows in any order: the reference, and the fallback.
 *
 * <p>For each view, spine rows and stored rows go into one window per key in the order of the time
 * at which they take effect, stored rows first where that is equal; a running maximum of {@code
 * (event_ts, known_at, tie)} then stands at each spine row. Costs one shuffle and sort of spine and
 * history per view.
 */
public final class PlainJoin implements PointInTimeJoin {

  /** How this engine is called in results. */
  public static final String WAY = "plain";

  private static final String EFFECTIVE = "effective";
  private static final String SIDE = "side";
  private static final String SPREAD = "spread";
  private static final String ORDER = "order";
  private static final String PAYLOAD = "payload";
  private static final String SPINE = "spine";
  private static final String TAKEN = "taken";

  @Override
  public Joined join(SpineRows spine, List<AsOfView> views, Knowledge knowledge) {
    Shapes.check(spine, views);
    Dataset<Row> rows = spine.rows();
    SortedMap<String, Way> ways = new TreeMap<>();
    for (AsOfView view : views) {
      rows = lookUp(rows, spine.time(), view, knowledge);
      if (!view.windows().isEmpty()) {
        rows = new PlainWindows(view, spine.time(), knowledge).add(rows);
      }
      ways.put(view.name(), new Way(WAY, null, null));
    }
    return new Joined(rows, ways);
  }

  private static Dataset<Row> lookUp(
      Dataset<Row> spine, String time, AsOfView view, Knowledge knowledge) {
    Dataset<Row> asked = asked(spine, time, view);
    Dataset<Row> stored = stored(view, knowledge);
    Column[] partition = new Column[view.keys().size() + 1];
    for (int i = 0; i < view.keys().size(); i++) {
      partition[i] = named(key(i));
    }
    partition[view.keys().size()] = named(SPREAD);
    WindowSpec upToHere =
        Window.partitionBy(partition)
            .orderBy(named(EFFECTIVE), named(SIDE))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Dataset<Row> met =
        stored
            .unionByName(asked, true)
            .withColumn(TAKEN, max_by(named(PAYLOAD), named(ORDER)).over(upToHere))
            .where(named(SIDE).equalTo(lit(1)));
    return met.select(output(spine.schema(), time, view));
  }

  /** Spine rows as the window needs them; those that can match nothing are spread evenly. */
  private static Dataset<Row> asked(Dataset<Row> spine, String time, AsOfView view) {
    List<Column> columns = new ArrayList<>();
    Column matchable = named(time).isNotNull();
    for (int i = 0; i < view.keys().size(); i++) {
      Column key = named(view.keys().get(i).spineColumn());
      matchable = matchable.and(key.isNotNull());
      columns.add(key.as(key(i)));
    }
    List<Column> hashed = new ArrayList<>();
    List<Column> all = new ArrayList<>();
    for (StructField field : spine.schema().fields()) {
      all.add(named(field.name()));
      if (Shapes.hashable(field.dataType())) {
        hashed.add(named(field.name()));
      }
    }
    columns.add(
        when(matchable, lit(0L)).otherwise(xxhash64(hashed.toArray(new Column[0]))).as(SPREAD));
    columns.add(Micros.of(named(time)).as(EFFECTIVE));
    columns.add(lit(1).as(SIDE));
    columns.add(struct(all.toArray(new Column[0])).as(SPINE));
    return spine.select(columns.toArray(new Column[0]));
  }

  /** The view's rows that may ever be taken, with the time from which they are. */
  private static Dataset<Row> stored(AsOfView view, Knowledge knowledge) {
    Column eventTime = Micros.of(named(AsOfView.EVENT_TS));
    Column knownAt = Micros.of(named(AsOfView.KNOWN_AT));
    OptionalLong lag = Micros.of(view.lag());
    long delay =
        lag.isEmpty() || lag.getAsLong() == Long.MAX_VALUE
            ? Long.MAX_VALUE
            : lag.getAsLong() + (view.excludeEqualTimestamps() ? 1 : 0);
    Column eligible =
        named(AsOfView.EVENT_TS)
            .isNotNull()
            .and(named(AsOfView.KNOWN_AT).isNotNull())
            .and(Micros.canAdd(eventTime, delay));
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < view.keys().size(); i++) {
      Column key = named(view.keys().get(i).column());
      eligible = eligible.and(key.isNotNull());
      columns.add(key.as(key(i)));
    }
    Column effective = eventTime.plus(lit(delay));
    switch (knowledge.mode()) {
      case AS_KNOWN -> effective = greatest(effective, knownAt);
      case AS_OF -> {
        if (knowledge.asOf() == null) {
          throw new IllegalArgumentException("Knowledge as of needs a time");
        }
        eligible = eligible.and(knownAt.leq(lit(Micros.of(knowledge.asOf()))));
      }
      case AS_CORRECTED -> {}
    }
    columns.add(lit(0L).as(SPREAD));
    columns.add(effective.as(EFFECTIVE));
    columns.add(lit(0).as(SIDE));
    columns.add(order(view).as(ORDER));
    columns.add(payload(view).as(PAYLOAD));
    return view.rows().where(eligible).select(columns.toArray(new Column[0]));
  }

  private static Column order(AsOfView view) {
    List<Column> order = new ArrayList<>();
    order.add(named(AsOfView.EVENT_TS));
    order.add(named(AsOfView.KNOWN_AT));
    view.ties().forEach(tie -> order.add(named(tie)));
    return struct(order.toArray(new Column[0]));
  }

  private static Column payload(AsOfView view) {
    List<Column> fields = new ArrayList<>();
    fields.add(named(AsOfView.EVENT_TS).as("event"));
    fields.add(named(AsOfView.KNOWN_AT).as("known"));
    fields.add(coalesce(named(AsOfView.DELETED), lit(false)).as("deleted"));
    for (int i = 0; i < view.features().size(); i++) {
      fields.add(named(view.features().get(i).column()).as(feature(i)));
    }
    return struct(fields.toArray(new Column[0]));
  }

  private static Column[] output(StructType spine, String time, AsOfView view) {
    Column found = named(TAKEN).isNotNull().and(not(named(TAKEN).getField("deleted")));
    OptionalLong ttl = view.ttl() == null ? OptionalLong.empty() : Micros.of(view.ttl());
    if (ttl.isPresent()) {
      Column oldest = Micros.minus(Micros.of(named(SPINE).getField(time)), ttl.getAsLong());
      found = found.and(Micros.of(named(TAKEN).getField("event")).geq(oldest));
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : spine.fields()) {
      columns.add(named(SPINE).getField(field.name()).as(field.name(), field.metadata()));
    }
    for (int i = 0; i < view.features().size(); i++) {
      columns.add(taken(found, feature(i)).as(view.features().get(i).name()));
    }
    columns.add(taken(found, "event").as(view.eventTimeColumn()));
    columns.add(taken(found, "known").as(view.knownAtColumn()));
    return columns.toArray(new Column[0]);
  }

  private static Column taken(Column found, String field) {
    return when(found, named(TAKEN).getField(field)).otherwise(expr("NULL"));
  }

  private static String key(int i) {
    return "key" + i;
  }

  private static String feature(int i) {
    return "f" + i;
  }
}
