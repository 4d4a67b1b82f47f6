package io.tidemark.lineage.registry;

/** What an event says has happened. The vocabulary is closed. */
public enum Action {
  RUN_STARTED,
  DATASET_READ,
  DATASET_WRITTEN,
  UNDECLARED_IO,
  RUN_COMPLETED,
  RUN_FAILED,
  RUN_ABORTED,
  DATASET_REGISTERED,
  FEATURE_REGISTERED,
  TRAINING_SET_SEALED,
  VERSION_PINNED,
  PIN_RELEASED,
  MODEL_REGISTERED,
  MODEL_VERSION_REGISTERED,
  EVIDENCE_ATTACHED,
  PROMOTION_REQUESTED,
  APPROVAL_GIVEN,
  APPROVAL_REFUSED,
  APPROVAL_EXPIRED,
  STAGE_CHANGED,
  ROLLED_BACK,
  DEPLOYED,
  UNDEPLOYED,
  SCORE_BATCH_WRITTEN,
  POLICY_PUBLISHED,
  KEY_ADDED,
  KEY_REVOKED,
  AUDIT_SEALED,
  SCHEMA_MIGRATED,
  BREAK_GLASS_USED;

  /** True for the three actions that may only stand last in a run's stream. */
  public boolean endsRun() {
    return this == RUN_COMPLETED || this == RUN_FAILED || this == RUN_ABORTED;
  }
}
