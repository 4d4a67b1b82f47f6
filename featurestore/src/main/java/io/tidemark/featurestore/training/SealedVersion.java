package io.tidemark.featurestore.training;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.EventLog;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.StreamAudit;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A version as the event log and the registry's table have it.
 *
 * @param row of the table, or what the event says where the table has none
 * @param sealedAt when the event was written
 * @param envelope the signature that the event holds, empty if there is none
 * @param findings what is wrong with the events, or differs between the two
 */
record SealedVersion(
    TrainingSetRow row, Instant sealedAt, Map<?, ?> envelope, List<Problem> findings) {
  private static final String REBUILD = "run `tidemark registry rebuild`, or find out who did it";

  /**
   * Finds a version.
   *
   * @throws Refusal if there is none
   */
  static SealedVersion find(Registry registry, Project project, Ref ref) {
    List<TrainingSetRow> rows = registry.trainingSets();
    SortedMap<Integer, String> sealed = registry.events().sealed(ref.name());
    int newest =
        rows.stream()
            .filter(row -> row.name().equals(ref.name()))
            .mapToInt(TrainingSetRow::version)
            .max()
            .orElse(0);
    if (ref.version() == 0 && !sealed.isEmpty()) {
      newest = Math.max(newest, ended(registry, sealed));
    }
    int version = ref.version() == 0 ? newest : ref.version();
    Optional<TrainingSetRow> row =
        rows.stream()
            .filter(each -> each.name().equals(ref.name()) && each.version() == version)
            .findFirst();
    String runId = row.map(TrainingSetRow::runId).orElse(sealed.get(version));
    if (runId == null || row.isEmpty() && registry.isRunning(runId)) {
      throw SealedSets.unknown(rows, project, ref);
    }
    StreamAudit stream = registry.events().audit(EventLog.streamOf(runId));
    return of(row, new Ref(ref.name(), version), runId, stream, rows, project);
  }

  /** The newest version whose run has ended; one that still runs has not registered it. */
  private static int ended(Registry registry, SortedMap<Integer, String> sealed) {
    int last = sealed.lastKey();
    return registry.isRunning(Objects.requireNonNull(sealed.get(last))) ? last - 1 : last;
  }

  private static SealedVersion of(
      Optional<TrainingSetRow> row,
      Ref ref,
      String runId,
      StreamAudit stream,
      List<TrainingSetRow> rows,
      Project project) {
    Optional<StreamAudit.Entry> event =
        stream.entries().stream()
            .filter(each -> each.action().equals(Action.TRAINING_SET_SEALED.name()))
            .filter(each -> each.object().equals("TrainingSet/" + ref))
            .findFirst();
    Optional<TrainingSetRow> recorded = event.flatMap(each -> recorded(each, runId));
    TrainingSetRow known =
        row.or(() -> recorded).orElseThrow(() -> SealedSets.unknown(rows, project, ref));
    List<Problem> findings = new ArrayList<>();
    for (StreamAudit.Finding finding : stream.findings()) {
      findings.add(
          SealedSets.error(
              known, finding.code(), finding.message(), "find out who changed registry.event"));
    }
    if (event.isEmpty()) {
      findings.add(drift(known, "no event of run " + runId + " seals it"));
    } else if (row.isEmpty()) {
      findings.add(drift(known, "it has no row in registry.training_set"));
    } else if (recorded.isEmpty() || !recorded.get().equals(row.get())) {
      findings.add(
          drift(known, "its row in registry.training_set is not what the sealing event says"));
    }
    Object envelope = event.map(e -> e.payload().get(CreateTrainingSet.ENVELOPE)).orElse(null);
    return new SealedVersion(
        known,
        event.map(StreamAudit.Entry::time).orElse(known.createdAt()),
        envelope instanceof Map<?, ?> map ? map : Map.of(),
        findings);
  }

  private static Problem drift(TrainingSetRow row, String message) {
    return SealedSets.error(row, "PROJECTION_DRIFT", message, REBUILD);
  }

  private static Optional<TrainingSetRow> recorded(StreamAudit.Entry event, String runId) {
    try {
      return Optional.of(TrainingSetRow.sealed(event.payload(), runId, event.time()));
    } catch (RuntimeException e) {
      // Whoever changed the event has left none of its form.
      return Optional.empty();
    }
  }
}
