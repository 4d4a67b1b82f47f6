package io.tidemark.featurestore.materialize;

import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.JudgedBatch;
import io.tidemark.quality.engine.Subject;

/** Judges a batch before it is written. */
@FunctionalInterface
interface BatchJudge {
  JudgedBatch judge(Subject subject, QualitySuiteDefinition suite);
}
