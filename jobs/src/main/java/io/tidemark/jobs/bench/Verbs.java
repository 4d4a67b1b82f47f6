package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;

/** Runs one of the product's verbs on a loaded project, as the command line does. */
public interface Verbs {
  Answer run(Invocation step, Project project);
}
