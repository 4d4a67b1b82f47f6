package io.tidemark.featurestore.pit;

import static io.tidemark.featurestore.pit.Micros.named;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.WindowAggregate.Reach;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Aggregations by joining every distinct (keys, time) of the spine with every stored row that a
 * window of it can hold: the reference.
 *
 * <p>Of the rows of one event the newest known one counts; then the events of each (keys, time) are
 * gathered in the order of (event time, id), and every aggregation takes those of its own window.
 */
public final class PlainWindows {
  private static final String KEY = "__window_key";
  private static final String TIME = "__window_time";
  private static final String EVENT = "__window_event";
  private static final String KNOWN = "__window_known";
  private static final String ID = "__window_id";
  private static final String ORDER = "__window_order";
  private static final String ROW = "__window_row";
  private static final String EVENTS = "__window_events";
  private static final String VALUE = "__window_value";
  private static final String DELETED = "deleted";

  private final AsOfView view;
  private final String time;
  private final Knowledge knowledge;
  private final List<WindowAggregate> windows;

  /** Answers the windows of a view; its features are not looked up. */
  public PlainWindows(AsOfView view, String time, Knowledge knowledge) {
    this.view = view;
    this.time = time;
    this.knowledge = knowledge;
    this.windows = view.windows();
  }

  /** The rows with a column more for each aggregation. */
  public Dataset<Row> add(Dataset<Row> rows) {
    Dataset<Row> values = values(rows);
    Column same = named(TIME).equalTo(Micros.of(named(time)));
    for (int i = 0; i < view.keys().size(); i++) {
      same = same.and(named(KEY + i).equalTo(named(view.keys().get(i).spineColumn())));
    }
    List<Column> columns =
        new ArrayList<>(Arrays.stream(rows.columns()).map(Micros::named).toList());
    for (int i = 0; i < windows.size(); i++) {
      Column found =
          when(named(TIME).isNotNull(), named(VALUE + i))
              .otherwise(WindowValues.empty(windows.get(i), result(i)));
      columns.add(when(named(time).isNotNull(), found).as(windows.get(i).name()));
    }
    return rows.join(values, same, "left").select(columns.toArray(new Column[0]));
  }

  private Dataset<Row> values(Dataset<Row> rows) {
    List<Column> place = place();
    Dataset<Row> newest =
        asked(rows)
            .join(stored(), inSight())
            .groupBy(with(place, named(EVENT), named(ID)))
            .agg(max_by(named(ROW), named(ORDER)).as(ROW))
            .where(not(named(ROW).getField(DELETED)));
    Column each = struct(named(EVENT).as("event"), named(ID).as("id"), named(ROW).as("row"));
    Dataset<Row> gathered =
        newest
            .groupBy(place.toArray(new Column[0]))
            .agg(array_sort(collect_list(each), PlainWindows::byEventAndId).as(EVENTS));
    List<Column> columns = new ArrayList<>(place);
    Column key = to_json(struct(keysByName()));
    for (int i = 0; i < windows.size(); i++) {
      columns.add(
          WindowValues.of(windows.get(i), inWindow(i), input(i), result(i), key).as(VALUE + i));
    }
    return gathered.select(columns.toArray(new Column[0]));
  }

  private List<Column> place() {
    List<Column> place = new ArrayList<>();
    for (int i = 0; i < view.keys().size(); i++) {
      place.add(named(KEY + i));
    }
    place.add(named(TIME));
    return place;
  }

  private Column[] keysByName() {
    Column[] keys = new Column[view.keys().size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = named(KEY + i).as(view.keys().get(i).column());
    }
    return keys;
  }

  /** Every key and time that the spine asks for, once. */
  private Dataset<Row> asked(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < view.keys().size(); i++) {
      columns.add(named(view.keys().get(i).spineColumn()).as(KEY + i));
    }
    columns.add(Micros.of(named(time)).as(TIME));
    return whole(rows.select(columns.toArray(new Column[0])), columns.size()).distinct();
  }

  /** The stored rows that can count at some time. */
  private Dataset<Row> stored() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < view.keys().size(); i++) {
      columns.add(named(view.keys().get(i).column()).as("stored" + KEY + i));
    }
    columns.add(Micros.of(named(AsOfView.EVENT_TS)).as(EVENT));
    columns.add(Micros.of(named(AsOfView.KNOWN_AT)).as(KNOWN));
    int needed = columns.size();
    columns.add(named(Objects.requireNonNull(view.idColumn())).as(ID));
    columns.add(order().as(ORDER));
    List<Column> row = new ArrayList<>();
    row.add(coalesce(named(AsOfView.DELETED), lit(false)).as(DELETED));
    for (int i = 0; i < windows.size(); i++) {
      WindowAggregate window = windows.get(i);
      Column input = window.input() == null ? lit(true) : named(window.input());
      Column counts = input.isNotNull();
      row.add((window.where() == null ? counts : counts.and(window.where())).as("counts" + i));
      row.add(input.as("input" + i));
    }
    columns.add(struct(row.toArray(new Column[0])).as(ROW));
    Dataset<Row> stored = whole(view.rows().select(columns.toArray(new Column[0])), needed);
    return knowledge.asOf() == null
        ? stored
        : stored.where(named(KNOWN).leq(lit(Micros.of(knowledge.asOf()))));
  }

  private static Dataset<Row> whole(Dataset<Row> rows, int columns) {
    Column whole = lit(true);
    for (int i = 0; i < columns; i++) {
      whole = whole.and(named(rows.columns()[i]).isNotNull());
    }
    return rows.where(whole);
  }

  private Column order() {
    return view.tieColumn() == null
        ? struct(named(AsOfView.KNOWN_AT))
        : struct(named(AsOfView.KNOWN_AT), named(view.tieColumn()).as("tie"));
  }

  /** Whether a stored row counts at a time for any window. */
  private Column inSight() {
    Column event = named(EVENT);
    Column at = named(TIME);
    OptionalLong lag = Micros.of(view.lag());
    Column sees = lit(false);
    for (WindowAggregate window : windows) {
      Column holds = holds(window, event, at);
      if (window.reach() != Reach.AFTER) {
        holds = holds.and(event.leq(Micros.minus(at, lag.orElse(Long.MAX_VALUE))));
      }
      sees = sees.or(holds);
    }
    if (knowledge.mode() == Knowledge.Mode.AS_KNOWN) {
      sees = sees.and(named(KNOWN).leq(at));
    }
    for (int i = 0; i < view.keys().size(); i++) {
      sees = sees.and(named(KEY + i).equalTo(named("stored" + KEY + i)));
    }
    return sees;
  }

  private static Column holds(WindowAggregate window, Column event, Column at) {
    boolean ahead = window.reach() == Reach.AFTER;
    OptionalLong micros = Micros.of(window.window());
    Column near =
        micros.isEmpty()
            ? lit(true)
            : ahead
                ? Micros.minus(event, micros.getAsLong()).leq(at)
                : event.geq(Micros.minus(at, micros.getAsLong()));
    return near.and(
        switch (window.reach()) {
          case BEFORE -> event.lt(at);
          case UP_TO -> event.leq(at);
          case AFTER -> event.gt(at);
        });
  }

  /** The inputs of one aggregation, in event order. */
  private Column inWindow(int i) {
    WindowAggregate window = windows.get(i);
    Column at = named(TIME);
    Column events =
        filter(
            named(EVENTS),
            each ->
                each.getField("row")
                    .getField("counts" + i)
                    .and(holds(window, each.getField("event"), at)));
    return transform(events, each -> each.getField("row").getField("input" + i));
  }

  private static Column byEventAndId(Column left, Column right) {
    Column a = struct(left.getField("event"), left.getField("id"));
    Column b = struct(right.getField("event"), right.getField("id"));
    return when(a.lt(b), lit(-1)).when(a.gt(b), lit(1)).otherwise(lit(0));
  }

  private DataType input(int i) {
    String input = windows.get(i).input();
    return input == null
        ? DataTypes.BooleanType
        : Shapes.field(view.rows().schema(), input).dataType();
  }

  private DataType result(int i) {
    WindowAggregate window = windows.get(i);
    return AggregateTypes.result(window.function(), window.input() == null ? null : input(i))
        .orElseThrow(() -> new IllegalArgumentException(window.label() + " of " + input(i).sql()));
  }

  private static Column[] with(Collection<Column> columns, Column... more) {
    List<Column> all = new ArrayList<>(columns);
    all.addAll(List.of(more));
    return all.toArray(new Column[0]);
  }
}
