package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.allocate.MatchLevel;
import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.definition.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;

/**
 * Credits and taxes: they follow the money of the lines that they match, on the nearest level on
 * which anybody has got some.
 */
final class Following {
  static final String MEASURE = "measure";
  private static final String KEY = "_key_";
  private static final Column FROM = coalesce(col("_interval_start"), col("charge_start"));
  private static final Column TO =
      coalesce(when(col("_interval_start").isNotNull(), col("_interval_end")), col("charge_end"));

  private final Rules rules;
  private final WorkFolder work;
  private final Stage stage;
  private final List<MatchLevel> levels;
  private final List<String> categories;

  private Following(
      Rules rules,
      WorkFolder work,
      Stage stage,
      List<MatchLevel> levels,
      List<Category> categories) {
    this.rules = rules;
    this.work = work;
    this.stage = stage;
    this.levels = levels;
    this.categories = categories.stream().map(Category::word).toList();
  }

  /** Credits, refunds and discounts. */
  static Following credits(Rules rules, WorkFolder work) {
    return new Following(rules, work, Stage.CREDIT, MatchLevel.OF_CREDITS, List.of(Category.USAGE));
  }

  static Following taxes(Rules rules, WorkFolder work) {
    return new Following(
        rules, work, Stage.TAX, MatchLevel.OF_TAXES, List.of(Category.USAGE, Category.PURCHASE));
  }

  /**
   * The shares of lines of this stage.
   *
   * @param lines of {@code cost.bill_line}
   * @param placed the ledger's rows of the earlier stages
   */
  Dataset<Row> split(Dataset<Row> lines, Dataset<Row> placed) {
    Dataset<Row> base = placed.where(col("category").isInCollection(categories));
    Dataset<Row> pending = lines;
    List<Dataset<Row>> matched = new ArrayList<>();
    ArrayType receivers = null;
    for (MatchLevel level : levels) {
      List<String> keys = keys(level);
      Dataset<Row> keyed = keyed(pending, lineKeys(level));
      Dataset<Row> weights =
          work.keep(
              stage.word() + "_" + level.name().toLowerCase(Locale.ROOT),
              weights(
                  keyed(base, ledgerKeys(level)), keyed.select(columns(keys)).distinct(), keys));
      receivers = (ArrayType) weights.schema().apply(LateSplit.RECEIVERS).dataType();
      matched.add(keyed.join(weights, same(keyed, weights, keys)).select(withReceivers(lines)));
      pending = keyed.join(weights, same(keyed, weights, keys), "left_anti").select(plain(lines));
    }
    Dataset<Row> all = pending.withColumn(LateSplit.RECEIVERS, lit(null).cast(receivers));
    for (Dataset<Row> each : matched) {
      all = all.unionByName(each);
    }
    return all.mapPartitions(new LateSplit(rules, stage), Encoders.row(WorkRow.SCHEMA));
  }

  /** Per key of those that are asked for, who has a positive measure, and how much. */
  private Dataset<Row> weights(Dataset<Row> base, Dataset<Row> asked, List<String> keys) {
    List<Column> who =
        Stream.concat(Stream.of("run_id"), Stream.of(Dimension.values()).map(Dimension::word))
            .map(functions::col)
            .toList();
    Column[] groups =
        Stream.concat(keys.stream().map(functions::col), who.stream()).toArray(Column[]::new);
    Column[] receiver = Stream.concat(who.stream(), Stream.of(col(MEASURE))).toArray(Column[]::new);
    return base.join(asked, same(base, asked, keys), "left_semi")
        .groupBy(groups)
        .agg(sum(col(rules.definition().cost().column())).as(MEASURE))
        .where(col(MEASURE).gt(lit(0)))
        .groupBy(columns(keys))
        .agg(collect_list(struct(receiver)).as(LateSplit.RECEIVERS));
  }

  private static List<Column> lineKeys(MatchLevel level) {
    return switch (level) {
      case CREDIT_SERVICE_USAGE_INTERVAL ->
          List.of(col("currency"), col("account"), col("service"), col("usage_type"), FROM, TO);
      case CREDIT_USAGE_INTERVAL ->
          List.of(col("currency"), col("account"), col("usage_type"), FROM, TO);
      case CREDIT_SERVICE, TAX_SERVICE -> List.of(col("currency"), col("account"), col("service"));
      case TAX_ACCOUNT -> List.of(col("currency"), col("account"));
      case TAX_PAYER -> List.of(col("currency"), col("payer_account"));
    };
  }

  private static List<Column> ledgerKeys(MatchLevel level) {
    Column account = col(WorkRow.ACCOUNT);
    Column usageType = col(WorkRow.USAGE_TYPE);
    return switch (level) {
      case CREDIT_SERVICE_USAGE_INTERVAL ->
          List.of(
              col("currency"),
              account,
              col("service"),
              usageType,
              col(WorkRow.FROM),
              col(WorkRow.TO));
      case CREDIT_USAGE_INTERVAL ->
          List.of(col("currency"), account, usageType, col(WorkRow.FROM), col(WorkRow.TO));
      case CREDIT_SERVICE, TAX_SERVICE -> List.of(col("currency"), account, col("service"));
      case TAX_ACCOUNT -> List.of(col("currency"), account);
      case TAX_PAYER -> List.of(col("currency"), col(WorkRow.PAYER));
    };
  }

  private static List<String> keys(MatchLevel level) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < lineKeys(level).size(); i++) {
      keys.add(KEY + i);
    }
    return keys;
  }

  private static Dataset<Row> keyed(Dataset<Row> rows, List<Column> keys) {
    Dataset<Row> keyed = rows;
    for (int i = 0; i < keys.size(); i++) {
      keyed = keyed.withColumn(KEY + i, keys.get(i));
    }
    return keyed;
  }

  /** Keys that are both unknown are the same too. */
  private static Column same(Dataset<Row> one, Dataset<Row> other, List<String> keys) {
    return keys.stream()
        .map(key -> one.col(key).eqNullSafe(other.col(key)))
        .reduce(lit(true), Column::and);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  private static Column[] plain(Dataset<Row> lines) {
    return columns(List.of(lines.columns()));
  }

  private static Column[] withReceivers(Dataset<Row> lines) {
    return Stream.concat(Stream.of(plain(lines)), Stream.of(col(LateSplit.RECEIVERS)))
        .toArray(Column[]::new);
  }
}
