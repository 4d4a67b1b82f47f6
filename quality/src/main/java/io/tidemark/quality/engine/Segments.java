package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;

import io.tidemark.lineage.ScalaInterop;
import io.tidemark.lineage.SqlValues;
import io.tidemark.lineage.definition.ValueJson;
import io.tidemark.quality.engine.Measurement.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Segments' tallies, of which only so many reach the driver. */
final class Segments {

  /** More segments than these are an error of the rule. */
  static final int MOST = 256;

  private Segments() {}

  /**
   * The segments of some rules that share them; null for a rule in whose scope there are too many.
   *
   * @param grouped the segments' columns, g0…, and the five of a tally for each rule
   * @param inScope of each rule, the number of its rows in scope
   */
  static List<@Nullable List<Segment>> of(Dataset<Row> grouped, int keys, List<Column> inScope) {
    List<@Nullable List<Segment>> found = new ArrayList<>();
    Column any = inScope.stream().map(c -> c.gt(0)).reduce(Column::or).orElseThrow();
    List<List<Segment>> all = read(grouped.where(any), keys, inScope.size());
    if (all.get(0).size() <= MOST) {
      all.forEach(each -> found.add(present(each)));
      return found;
    }
    // Some rules see fewer of them than others: each is looked at by itself.
    for (int i = 0; i < inScope.size(); i++) {
      List<Segment> own =
          inScope.size() == 1
              ? all.get(0)
              : read(grouped.where(inScope.get(i).gt(0)), keys, inScope.size()).get(i);
      found.add(own.size() <= MOST ? present(own) : null);
    }
    return found;
  }

  /** What comes of a rule with more of them. */
  static Measurement.Failed tooMany() {
    return new Measurement.Failed(
        "TOO_MANY_SEGMENTS",
        "there are more than " + MOST + " segments; choose columns with fewer values");
  }

  /** The column of a rule's rows in scope, where tallies have names c0…. */
  static Column inScope(int rule) {
    return col("c" + rule * Tally.WIDTH);
  }

  private static List<Segment> present(List<Segment> segments) {
    return segments.stream()
        .filter(each -> each.tally().rows() > 0)
        .sorted(Comparator.comparing(Segment::value))
        .toList();
  }

  private static List<List<Segment>> read(Dataset<Row> grouped, int keys, int rules) {
    StructType schema = grouped.schema();
    List<List<Segment>> byRule = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      byRule.add(new ArrayList<>());
    }
    ScalaInterop.rows(
        grouped.limit(MOST + 1),
        row -> {
          String value = value(row, keys, schema);
          for (int i = 0; i < rules; i++) {
            byRule.get(i).add(new Segment(value, Tally.of(row, keys + i * Tally.WIDTH)));
          }
        });
    return byRule;
  }

  private static String value(InternalRow row, int keys, StructType schema) {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      values.add(ValueJson.text(SqlValues.value(row, i, schema.fields()[i].dataType())));
    }
    return ValueJson.compact(values);
  }
}
