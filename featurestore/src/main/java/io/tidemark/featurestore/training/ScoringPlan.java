package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.definition.Spine;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scoring set as the training set that it is: of one service, as known, with diagnostics, over a
 * spine of the entities' keys at {@link #AT}.
 */
final class ScoringPlan {
  /** The column of the time that a row is scored at, and the table's partitions. */
  static final String AT = "_at";

  private ScoringPlan() {}

  static TrainingPlan of(Project project, Declared<FeatureServiceDefinition> service) {
    Metadata metadata = service.definition().metadata();
    Spine spine =
        new Spine(
            null,
            null,
            new TimeColumn(AT, null, null, null),
            new TreeMap<>(),
            List.of(),
            null,
            false,
            null);
    TrainingSetDefinition set =
        new TrainingSetDefinition(
            metadata,
            spine,
            service.definition().ref(),
            null,
            false,
            new Knowledge(Knowledge.Mode.AS_KNOWN, null),
            null,
            true);
    return TrainingPlan.of(
        project,
        new Declared<>(
            set,
            service.file(),
            service.line(),
            service.lines(),
            service.json(),
            service.semanticHash(),
            service.metadataHash()));
  }

  /** {@code scoring.<service>_v<N>}. */
  static TableRef table(TrainingPlan plan) {
    Metadata metadata = plan.service().definition().metadata();
    return new TableRef("scoring", metadata.name() + "_v" + metadata.version());
  }

  /** The keys of every entity, in the order of the service's entries, one of a name once. */
  static List<KeyColumn> keys(TrainingPlan plan) {
    Map<String, KeyColumn> keys = new LinkedHashMap<>();
    for (Declared<EntityDefinition> entity : plan.entities()) {
      entity.definition().keys().forEach(key -> keys.putIfAbsent(key.name(), key));
    }
    return new ArrayList<>(keys.values());
  }

  /** A refusal of the plan as one of the service, which is all that the user has declared. */
  static Refusal ofService(TrainingPlan plan, Refusal refusal) {
    return new Refusal(
        refusal.exitCode(),
        refusal.problems().stream()
            .map(
                p ->
                    plan.set().object().equals(p.object())
                        ? plan.service().error("", p.code(), p.message(), fix(p.code(), p.fix()))
                        : p)
            .toList(),
        refusal);
  }

  private static String fix(String code, @Nullable String fix) {
    return code.equals("NAME_CLASH")
        ? "rename the feature with prefix or as in the next version of the service"
        : String.valueOf(fix);
  }
}
