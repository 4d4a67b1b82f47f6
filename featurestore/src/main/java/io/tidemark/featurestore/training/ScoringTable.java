package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.TableSpec;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The table of a service's scoring sets, one partition for each time. */
final class ScoringTable {
  private static final int TRIES = 50;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Run run;
  private final TrainingPlan plan;
  private final TableRef table;
  private final Instant at;

  ScoringTable(Run run, TrainingPlan plan, Instant at) {
    this.run = run;
    this.plan = plan;
    this.table = ScoringPlan.table(plan);
    this.at = at;
  }

  /** Whether the rows were written, or were there. */
  record Outcome(boolean written) {}

  /** A time as results and events write it. */
  static String text(Instant time) {
    return MICROS.format(time);
  }

  /**
   * Lets the table hold exactly these rows of the time.
   *
   * @param content of the rows, proven
   * @throws Refusal if the table has other columns
   */
  Outcome write(Dataset<Row> rows, Content content, List<TrainingSetRow.Input> inputs) {
    StructType schema = rows.schema().asNullable();
    run.makeTable(
        table, new TableSpec(schema, List.of(ScoringPlan.AT), new TreeMap<>(), new TreeMap<>()));
    for (int tries = 0; tries < TRIES; tries++) {
      PinnedTable there = run.repin(table);
      if (content(there).digest().equals(content.digest())) {
        return new Outcome(false);
      }
      String partition = ScoringPlan.AT + " = TIMESTAMP '" + text(at) + "'";
      OptionalLong version = run.replace(there, rows, partition);
      if (version.isPresent()) {
        prove(there, version.getAsLong(), content);
        record(there, version.getAsLong(), content, inputs);
        return new Outcome(true);
      }
    }
    throw Refusal.of(
        "TABLE_BUSY",
        plan.service().object(),
        "%d other runs have written %s meanwhile".formatted(TRIES, table),
        "run it again when they are done");
  }

  private Content content(PinnedTable pinned) {
    return Content.of(run.read(pinned).where(Columns.named(ScoringPlan.AT).equalTo(lit(at))));
  }

  private void prove(PinnedTable before, long version, Content content) {
    Content found = content(new PinnedTable(table, before.tableId(), version, before.location()));
    if (!found.digest().equals(content.digest())) {
      throw new Refusal(
          7,
          List.of(
              CreateScoringSet.unproven(
                  plan,
                  "version %d of %s does not hold what was written to it: %d rows, not %d"
                      .formatted(version, table, found.rows(), content.rows()))));
    }
  }

  private void record(
      PinnedTable before, long version, Content content, List<TrainingSetRow.Input> inputs) {
    SortedMap<String, Object> payload = new TreeMap<>();
    payload.put("service", plan.service().definition().ref().toString());
    payload.put("semantic_hash", plan.service().semanticHash());
    payload.put("table", table.toString());
    payload.put("table_id", before.tableId());
    payload.put("version", Long.toString(version));
    payload.put("at", text(at));
    payload.put("rows", Long.toString(content.rows()));
    payload.put("content_digest", content.digest());
    payload.put("inputs", inputs.stream().map(TrainingSetRow.Input::toPayload).toList());
    run.event(Action.SCORE_BATCH_WRITTEN, "dataset/" + table + "@" + version, payload);
    run.flush();
  }
}
