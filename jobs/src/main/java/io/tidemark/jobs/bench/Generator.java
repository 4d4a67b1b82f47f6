package io.tidemark.jobs.bench;

import static org.apache.spark.sql.functions.expr;

import io.tidemark.jobs.definition.BenchKnobs;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows that are the same on every machine: functions of the seed and a row's number. Events come in
 * the order of time, evenly over the days, their keys at random; no two of a view have one time.
 */
final class Generator {
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  /** The column that says on which day's materialisation a row comes. */
  static final String LOADED = "loaded";

  /** After the last day there is still this much to be known. */
  static final int TAIL_DAYS = 30;

  private static final long BILLION = 1_000_000_000L;
  private static final long HOUR = micros(Duration.ofHours(1));
  private static final long DAY = micros(Duration.ofDays(1));

  private final SparkSession spark;
  private final BenchKnobs knobs;
  private final long first;
  private final long span;

  Generator(SparkSession spark, BenchKnobs knobs) {
    this.spark = spark;
    this.knobs = knobs;
    this.first = micros(Duration.ofSeconds(FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
    this.span = DAY * knobs.runs();
  }

  /** The last day that is materialised. */
  static LocalDate lastDay(BenchKnobs knobs) {
    return FIRST_DAY.plusDays(knobs.runs() - 1L);
  }

  /** A view's events and their corrections, each with the day that loads it. */
  Dataset<Row> history(int view) {
    long width = span / knobs.rows();
    Dataset<Row> events =
        range(knobs.rows())
            .select(
                expr("id"),
                expr(key(view, knobs.keys())).as(Names.KEY),
                expr(first + "L + id * " + width + "L + " + draw(view, 2, width)).as("event"),
                expr("if(%s, %s, %s)"
                        .formatted(
                            chance(view, 3, knobs.late()),
                            DAY + "L + " + draw(view, 4, 4 * DAY),
                            draw(view, 5, HOUR)))
                    .as("delay"),
                expr("explode(if(%s, array(0L, 1L), array(0L)))"
                        .formatted(chance(view, 6, knobs.corrected())))
                    .as("correction"));
    String known = "event + delay + correction * (" + DAY + "L + " + draw(view, 7, 6 * DAY) + ")";
    List<String> features = Names.features(knobs, view);
    Column[] columns = new Column[features.size() + 4];
    columns[0] = expr(Names.KEY);
    columns[1] = expr("timestamp_micros(event)").as(Names.EVENT_TS);
    columns[2] = expr("timestamp_micros(" + known + ")").as(Names.KNOWN_AT);
    for (int i = 0; i < features.size(); i++) {
      String hash = "xxhash64(id, correction, " + salt(view, 10 + i) + ")";
      columns[3 + i] = expr(FeatureType.of(i).value(hash)).as(features.get(i));
    }
    columns[columns.length - 1] =
        expr("CAST(timestamp_micros(least(%s, %dL)) AS DATE)".formatted(known, first + span - 1))
            .as(LOADED);
    return events.select(columns);
  }

  /** The spine: its rows' numbers, keys and times. */
  Dataset<Row> spine() {
    int table = -1;
    return range(knobs.spine())
        .select(
            expr("id").as(Names.ROW),
            expr(key(table, knobs.asked())).as(Names.KEY),
            expr("timestamp_micros(" + first + "L + " + draw(table, 2, span) + ")").as(Names.TIME));
  }

  private Dataset<Row> range(long rows) {
    return spark.range(0, rows, 1, 2 * spark.sparkContext().defaultParallelism()).toDF();
  }

  private String key(int table, long keys) {
    return "if(%s, 0L, %s)".formatted(chance(table, 0, knobs.hotShare()), draw(table, 1, keys));
  }

  private String draw(int table, int part, long below) {
    return "pmod(xxhash64(id, %s), %dL)".formatted(salt(table, part), below);
  }

  private String chance(int table, int part, double share) {
    return draw(table, part, BILLION) + " < " + Math.round(share * BILLION) + "L";
  }

  private String salt(int table, int part) {
    return knobs.seed() + "L, " + table + ", " + part;
  }

  private static long micros(Duration duration) {
    return duration.toSeconds() * 1_000_000L;
  }
}
