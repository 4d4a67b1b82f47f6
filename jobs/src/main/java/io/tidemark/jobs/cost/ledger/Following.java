package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.allocate.MatchLevel;
import io.tidemark.jobs.cost.allocate.MatchLevel.Part;
import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.definition.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Credits and taxes: they follow the money of the lines that they match, on the nearest level on
 * which anybody has got some. All levels of both are looked at in one pass over the ledger.
 */
final class Following {
  static final String MEASURE = "measure";

  /** A level and what lines on it have in common: which receivers a line has. */
  private static final String MATCH = "_match";

  private static final List<String> RECEIVER =
      Stream.concat(Stream.of("run_id"), Stream.of(Dimension.values()).map(Dimension::word))
          .toList();

  private final Rules rules;
  private final WorkFolder work;

  Following(Rules rules, WorkFolder work) {
    this.rules = rules;
    this.work = work;
  }

  /**
   * The shares of credits and taxes.
   *
   * @param lines of the stages credit and tax, as {@link Placing} marks them
   * @param placed the ledger's rows of the earlier stages
   */
  Dataset<Row> split(Dataset<Row> lines, Dataset<Row> placed) {
    Dataset<Row> asking = lines.select(col("delivery_id"), col("line"), explode(asked()).as(MATCH));
    Dataset<Row> kept = work.keep("receivers", receivers(placed, asking.select(MATCH).distinct()));
    Dataset<Row> some = kept.select(MATCH).distinct();
    // Under names of its own: a co-group with itself is not resolved.
    Dataset<Row> receivers = kept.toDF(kept.columns());
    Dataset<Row> nearest =
        asking
            .join(some, asking.col(MATCH).equalTo(some.col(MATCH)), "left_semi")
            .groupBy(col("delivery_id").as("_delivery"), col("line").as("_line"))
            // A struct is as great as its first field, which is the level.
            .agg(min(MATCH).as(MATCH));
    Dataset<Row> matched =
        lines
            .join(
                nearest,
                lines
                    .col("delivery_id")
                    .equalTo(nearest.col("_delivery"))
                    .and(lines.col("line").equalTo(nearest.col("_line"))),
                "left")
            .drop("_delivery", "_line");
    return matched
        .groupByKey(matchOf(matched), Encoders.STRING())
        .cogroup(
            receivers.groupByKey(matchOf(receivers), Encoders.STRING()),
            new LateSplit(rules),
            Encoders.row(WorkRow.SCHEMA));
  }

  /** Per match that is asked for, who has a positive measure, and how much. */
  private Dataset<Row> receivers(Dataset<Row> placed, Dataset<Row> asked) {
    Column[] groups =
        Stream.concat(Stream.of(MATCH), RECEIVER.stream())
            .map(functions::col)
            .toArray(Column[]::new);
    Column measure = col(rules.definition().cost().column()).as(MEASURE);
    Column[] columns =
        Stream.concat(
                RECEIVER.stream().map(functions::col),
                Stream.of(measure, explode(given()).as(MATCH)))
            .toArray(Column[]::new);
    Dataset<Row> given = placed.select(columns);
    return given
        .join(asked, given.col(MATCH).equalTo(asked.col(MATCH)), "left_semi")
        .groupBy(groups)
        .agg(sum(col(MEASURE)).as(MEASURE))
        .where(col(MEASURE).gt(lit(0)));
  }

  private static MapFunction<Row, String> matchOf(Dataset<Row> rows) {
    int at = rows.schema().fieldIndex(MATCH);
    return row -> row.isNullAt(at) ? "" : text(row.getStruct(at));
  }

  private static String text(Row match) {
    return KeyText.of(IntStream.range(0, match.size()).mapToObj(match::get).toArray());
  }

  /** Of a line, the matches that it may have. */
  private static Column asked() {
    Column from = coalesce(col("_interval_start"), col("charge_start"));
    Column to =
        coalesce(when(col("_interval_start").isNotNull(), col("_interval_end")), col("charge_end"));
    Map<Part, Column> line =
        Map.of(
            Part.PAYER, col("payer_account"),
            Part.ACCOUNT, col("account"),
            Part.SERVICE, col("service"),
            Part.USAGE_TYPE, col("usage_type"),
            Part.FROM, from,
            Part.TO, to);
    return when(
            col(Placing.STAGE).equalTo(Stage.CREDIT.word()), matches(MatchLevel.OF_CREDITS, line))
        .otherwise(matches(MatchLevel.OF_TAXES, line));
  }

  /** Of a row of the ledger, the matches that it gives receivers to. */
  private static Column given() {
    Map<Part, Column> row =
        Map.of(
            Part.PAYER, col(WorkRow.PAYER),
            Part.ACCOUNT, col(WorkRow.ACCOUNT),
            Part.SERVICE, col("service"),
            Part.USAGE_TYPE, col(WorkRow.USAGE_TYPE),
            Part.FROM, col(WorkRow.FROM),
            Part.TO, col(WorkRow.TO));
    return when(isOf(Category.USAGE), matches(bases(Category.USAGE), row))
        .when(isOf(Category.PURCHASE), matches(bases(Category.PURCHASE), row));
  }

  private static Column isOf(Category category) {
    return col("category").equalTo(category.word());
  }

  private static List<MatchLevel> bases(Category category) {
    return Stream.of(MatchLevel.values()).filter(level -> level.isBase(category)).toList();
  }

  private static Column matches(List<MatchLevel> levels, Map<Part, Column> parts) {
    return array(levels.stream().map(level -> match(level, parts)).toArray(Column[]::new));
  }

  private static Column match(MatchLevel level, Map<Part, Column> parts) {
    List<Column> fields = new ArrayList<>();
    fields.add(lit(level.ordinal()).as("level"));
    fields.add(col("currency").as("currency"));
    for (Part part : Part.values()) {
      Column value = when(lit(level.has(part)), parts.get(part));
      fields.add(value.as(part.name()));
    }
    return struct(fields.toArray(Column[]::new));
  }
}
