package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.definition.Label;
import io.tidemark.featurestore.definition.LabelViewDefinition;
import io.tidemark.featurestore.pit.AheadWindows;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.WindowAggregate;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.LabelSource;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.SourceReader;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The label of a training set: the source as it is now, and until when its labels are settled. */
final class LabelInput {
  private static final String INPUT = "__label_input";
  private static final String WHERE = "__label_where";
  private static final String TIE = "__label_tie";

  private final LabelSource source;
  private final Instant now;
  private final List<AsOfView.Key> keys;
  private final @Nullable Instant newest;

  private LabelInput(
      LabelSource source, Instant now, List<AsOfView.Key> keys, @Nullable Instant newest) {
    this.source = source;
    this.now = now;
    this.keys = List.copyOf(keys);
    this.newest = newest;
  }

  /**
   * Opens the source, checks it and reads all its times once.
   *
   * @param keys the entity's keys and the spine columns they are looked up in
   * @throws Refusal if a column is missing or of the wrong type, or a time is no time
   */
  static LabelInput open(
      Run run, Project project, TrainingPlan.Labels labels, List<AsOfView.Key> keys) {
    SourceTable rows = new SourceReader(run.spark(), project).read(run, labels.source());
    LabelSource source = LabelSource.of(labels.view(), labels.entity().definition(), rows);
    return new LabelInput(source, run.now(), keys, newest(run, source));
  }

  private static @Nullable Instant newest(Run run, LabelSource source) {
    List<TimeConversion> times =
        Stream.of(source.eventTime(), source.knownAt()).flatMap(Stream::ofNullable).toList();
    List<Column> sums = new ArrayList<>();
    sums.add(unix_micros(max(when(known(source).leq(lit(run.now())), source.eventTime().value()))));
    times.forEach(time -> sums.addAll(time.evidence()));
    Row row = source.rows().rows().agg(count(lit(1)), sums.toArray(new Column[0])).first();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      times.get(i).problem(row, 2 + 2 * i).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new Refusal(2, problems);
    }
    run.rowsRead(source.rows().name(), row.getLong(0));
    return row.isNullAt(1) ? null : Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS);
  }

  private static Column known(LabelSource source) {
    TimeConversion known = source.knownAt();
    return known == null ? source.eventTime().value() : known.value();
  }

  SourceTable table() {
    return source.rows();
  }

  LabelViewDefinition view() {
    return source.view().definition();
  }

  /** Whether the label of a row at a time is settled; never NULL. */
  Column mature(Column time) {
    Instant until = newest == null || now.isBefore(newest) ? now : newest;
    if (newest == null) {
      return lit(false);
    }
    Label label = view().label();
    Duration after = label.horizon().plus(label.maturityLag());
    long bound;
    try {
      bound = ChronoUnit.MICROS.between(Instant.EPOCH, until.minus(after));
    } catch (ArithmeticException | DateTimeException e) {
      return lit(false);
    }
    return coalesce(unix_micros(time).leq(lit(bound)), lit(false));
  }

  /** The rows with the label as one column more. */
  Dataset<Row> add(Dataset<Row> rows, String time, String name) {
    Label label = view().label();
    WindowAggregate window =
        new WindowAggregate(
            name,
            "label view " + view().ref(),
            label.function().aggregate(),
            label.column() == null ? null : INPUT,
            label.horizon(),
            WindowAggregate.Reach.AFTER,
            col(WHERE),
            null,
            0);
    AsOfView events =
        new AsOfView(
            view().metadata().name(),
            stored(),
            keys,
            null,
            Duration.ZERO,
            false,
            TIE,
            FeatureTable.ID,
            List.of(),
            List.of(window));
    Dataset<Row> labelled =
        new AheadWindows(events, time, new Knowledge(Knowledge.Mode.AS_OF, now)).add(rows);
    return label.function() == Label.Function.ANY
        ? labelled.withColumn(name, Columns.named(name).gt(0))
        : labelled;
  }

  /** The source in the shape of a feature table. */
  private Dataset<Row> stored() {
    List<Column> columns = new ArrayList<>();
    for (KeyColumn key : source.entity().keys()) {
      String column = view().keys().getOrDefault(key.name(), key.name());
      columns.add(Columns.named(column).as(key.name()));
    }
    columns.add(source.eventTime().value().as(FeatureTable.EVENT_TS));
    columns.add(known(source).as(FeatureTable.KNOWN_AT));
    columns.add(source.deleted().as(FeatureTable.DELETED));
    List<Column> id = new ArrayList<>();
    table().declared().definition().id().forEach(name -> id.add(Columns.named(name)));
    columns.add((id.isEmpty() ? lit("") : struct(id.toArray(new Column[0]))).as(FeatureTable.ID));
    String column = view().label().column();
    Column input = column == null ? lit(true) : Columns.named(column);
    columns.add(input.as(INPUT));
    columns.add(source.where().as(WHERE));
    // Of two versions that were known at once any would do, as long as it is always the same.
    columns.add(struct(source.deleted(), source.where(), input).as(TIE));
    return table().rows().select(columns.toArray(new Column[0]));
  }

  /** The warning that rows were left out. */
  static Optional<Problem> leftOut(TrainingPlan plan, long immature) {
    return immature == 0
        ? Optional.empty()
        : Optional.of(
            plan.set()
                .warn(
                    "spec.immature",
                    "IMMATURE_ROWS",
                    immature + " spine rows have no settled label yet and were left out",
                    "create it again later, or write immature: keep"));
  }
}
