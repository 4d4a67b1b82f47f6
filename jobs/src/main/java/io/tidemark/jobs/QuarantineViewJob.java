package io.tidemark.jobs;

import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.quality.quarantine.ListBatches;
import io.tidemark.quality.quarantine.ShowBatch;
import io.tidemark.quality.quarantine.StoredTables;

/** {@code quarantine list} and {@code quarantine show}: nothing is written, so no run is opened. */
final class QuarantineViewJob implements Job {

  @Override
  public Answer run(JobContext context) {
    Invocation invocation = context.invocation();
    Warehouse warehouse = Warehouse.open(context.spark(), context.project());
    StoredTables tables = StoredTables.shown(context.spark(), warehouse);
    return invocation.verb() == Verb.QUARANTINE_LIST
        ? new ListBatches(tables).list(context.now())
        : new ShowBatch(tables).show(invocation.name());
  }
}
