package io.tidemark.jobs;

import io.tidemark.lineage.definition.Answer;

/** A verb that needs Spark. */
interface Job {

  /**
   * Does the work.
   *
   * @throws io.tidemark.lineage.definition.Refusal for what the user can act on
   */
  Answer run(JobContext context);
}
