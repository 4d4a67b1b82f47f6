package io.tidemark.quality.quarantine;

import static org.apache.spark.sql.functions.col;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The verb {@code quarantine list}: the batches whose rows wait to be released or discarded. */
public final class ListBatches {
  private static final String VERB = "quarantine list";

  private final StoredTables tables;

  public ListBatches(StoredTables tables) {
    this.tables = tables;
  }

  /** Those with open rows, newest first. */
  public Answer list(Instant now) {
    List<Batch> batches = new Batches(tables).withholding();
    Map<String, Map<RowState, Long>> states = new HashMap<>();
    batches.stream().map(Batch::object).distinct().forEach(object -> states.putAll(states(object)));
    List<Map<String, Object>> results = new ArrayList<>();
    for (Batch batch : batches) {
      Map<RowState, Long> counts = states.getOrDefault(batch.id(), Map.of());
      if (counts.getOrDefault(RowState.OPEN, 0L) > 0) {
        results.add(result(batch, counts, now));
      }
    }
    return new Answer(VERB, null, Status.OK, 0, results, List.of());
  }

  private Map<String, Map<RowState, Long>> states(String object) {
    Map<String, Map<RowState, Long>> states = new HashMap<>();
    tables
        .rows(QuarantineTable.of(object).ref())
        .map(new RowStates(tables)::with)
        .ifPresent(
            rows -> {
              for (Row row :
                  rows.groupBy(col(QuarantineTable.BATCH_ID), col(RowStates.STATE))
                      .count()
                      .collectAsList()) {
                states
                    .computeIfAbsent(row.getString(0), id -> new EnumMap<>(RowState.class))
                    .put(RowState.of(row.getString(1)), row.getLong(2));
              }
            });
    return states;
  }

  private static Map<String, Object> result(Batch batch, Map<RowState, Long> counts, Instant now) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("batch", batch.id());
    result.put("object", batch.object());
    result.put("target", batch.target());
    result.put("suite", batch.suite());
    for (RowState state : RowState.values()) {
      result.put(state.word(), counts.getOrDefault(state, 0L));
    }
    result.put("at", batch.at().toString());
    result.put("age", age(Duration.between(batch.at(), now)));
    return result;
  }

  /** In days, or in hours where it is less than two of them. */
  private static String age(Duration age) {
    return age.toDays() >= 2 ? age.toDays() + " d" : age.toHours() + " h";
  }
}
