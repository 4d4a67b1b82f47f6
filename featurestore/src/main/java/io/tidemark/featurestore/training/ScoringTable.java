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

  /** A time as results and events write it. */
  static String text(Instant time) {
    return MICROS.format(time);
  }

  /**
   * Lets the table hold exactly these rows of the time.
   *
   * @param count how many rows they are
   * @return false if they were there
   * @throws Refusal if the table has other columns
   */
  boolean write(Dataset<Row> rows, long count, List<TrainingSetRow.Input> inputs) {
    StructType schema = rows.schema().asNullable();
    run.makeTable(
        table, new TableSpec(schema, List.of(ScoringPlan.AT), new TreeMap<>(), new TreeMap<>()));
    String digest = Content.digest(rows);
    for (int tries = 0; tries < TRIES; tries++) {
      PinnedTable there = run.repin(table);
      if (Content.digest(rows(there)).equals(digest)) {
        return false;
      }
      String partition = ScoringPlan.AT + " = TIMESTAMP '" + text(at) + "'";
      OptionalLong version = run.replace(there, rows, partition);
      if (version.isPresent()) {
        prove(there, version.getAsLong(), digest);
        record(there, version.getAsLong(), count, digest, inputs);
        return true;
      }
    }
    throw Refusal.of(
        "TABLE_BUSY",
        plan.service().object(),
        "%d other runs have written %s meanwhile".formatted(TRIES, table),
        "run it again when they are done");
  }

  private Dataset<Row> rows(PinnedTable pinned) {
    return run.read(pinned).where(Columns.named(ScoringPlan.AT).equalTo(lit(at)));
  }

  private void prove(PinnedTable before, long version, String digest) {
    PinnedTable now = new PinnedTable(table, before.tableId(), version, before.location());
    if (!Content.digest(rows(now)).equals(digest)) {
      throw new Refusal(
          7,
          List.of(
              CreateScoringSet.unproven(
                  plan,
                  "version %d of %s does not hold what was written to it"
                      .formatted(version, table))));
    }
  }

  private void record(
      PinnedTable before,
      long version,
      long rows,
      String digest,
      List<TrainingSetRow.Input> inputs) {
    SortedMap<String, Object> payload = new TreeMap<>();
    payload.put("service", plan.service().definition().ref().toString());
    payload.put("semantic_hash", plan.service().semanticHash());
    payload.put("table", table.toString());
    payload.put("table_id", before.tableId());
    payload.put("version", Long.toString(version));
    payload.put("at", text(at));
    payload.put("rows", Long.toString(rows));
    payload.put("content_digest", digest);
    payload.put("inputs", inputs.stream().map(TrainingSetRow.Input::toPayload).toList());
    run.event(Action.SCORE_BATCH_WRITTEN, "dataset/" + table + "@" + version, payload);
    run.flush();
  }
}
