package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.quality.engine.Measurement.Failed;
import io.tidemark.quality.engine.Measurement.Measured;
import io.tidemark.quality.engine.Measurement.Segment;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One rule whose rows have to be brought together: a pass of its own, and one for segments. */
final class GroupedPass {
  private static final int SAMPLES = Tally.WIDTH;

  private GroupedPass() {}

  static Measurement run(Dataset<Row> rows, PlannedRule rule, Work.Grouped work, PassCpu cpu) {
    try {
      return cpu.pass(List.of(rule), () -> measure(rows, rule, work));
    } catch (Exception e) {
      return Failed.of(e);
    }
  }

  private static Measurement measure(Dataset<Row> rows, PlannedRule rule, Work.Grouped work) {
    Measured whole = whole(work.tallies(rows, List.of()));
    List<String> by = rule.rule().segmentBy();
    if (by.isEmpty()) {
      return whole;
    }
    List<Column> keys = by.stream().map(Columns::named).toList();
    Dataset<Row> grouped = named(work.tallies(rows, keys), keys.size());
    List<Segment> segments = Segments.of(grouped, keys.size(), List.of(col("c0"))).get(0);
    return segments == null ? Segments.tooMany() : whole.withSegments(segments);
  }

  private static Measured whole(Dataset<Row> tallies) {
    List<Measured> one = new ArrayList<>();
    ScalaInterop.rows(
        tallies,
        row -> {
          String samples = row.isNullAt(SAMPLES) ? null : row.getUTF8String(SAMPLES).toString();
          one.add(new Measured(Tally.of(row, 0)).withSamples(Samples.list(samples)));
        });
    return one.get(0);
  }

  private static Dataset<Row> named(Dataset<Row> tallies, int keys) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < tallies.columns().length; i++) {
      names.add(i < keys ? "g" + i : "c" + (i - keys));
    }
    return tallies.toDF(names.toArray(String[]::new));
  }
}
