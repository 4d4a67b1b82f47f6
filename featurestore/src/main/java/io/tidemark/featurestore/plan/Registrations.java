package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.LabelViewDefinition;
import io.tidemark.featurestore.definition.ServiceEntry;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.registry.DependencyRow;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Registration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Definitions as the registry holds them. */
final class Registrations {
  private Registrations() {}

  static Registration ofView(Declared<FeatureViewDefinition> view, Instant at, String runId) {
    FeatureViewDefinition definition = view.definition();
    List<DependencyRow> on = new ArrayList<>();
    definition.sources().forEach(name -> on.add(on(view, SourceDefinition.KIND, name, 0)));
    on.add(on(view, EntityDefinition.KIND, definition.entity(), 0));
    return new Registration(
        row(view, word(definition.lifecycle().state()), word(definition.sensitivity()), at, runId),
        on);
  }

  static Registration ofLabel(Declared<LabelViewDefinition> label, Instant at, String runId) {
    LabelViewDefinition definition = label.definition();
    return new Registration(
        row(label, "active", word(Sensitivity.INTERNAL), at, runId),
        List.of(
            on(label, SourceDefinition.KIND, definition.source(), 0),
            on(label, EntityDefinition.KIND, definition.entity(), 0)));
  }

  static Registration ofService(
      Declared<FeatureServiceDefinition> service, Instant at, String runId) {
    List<DependencyRow> views = new ArrayList<>();
    for (ServiceEntry entry : service.definition().features()) {
      views.add(
          on(service, FeatureViewDefinition.KIND, entry.view().name(), entry.view().version()));
    }
    return new Registration(
        row(service, "active", word(service.definition().clearance()), at, runId), views);
  }

  private static ObjectRow row(
      Declared<?> declared, String state, String sensitivity, Instant at, String runId) {
    Metadata metadata = declared.definition().metadata();
    return new ObjectRow(
        declared.definition().kind(),
        metadata.name(),
        metadata.version(),
        state,
        metadata.owner(),
        metadata.team(),
        metadata.useCase(),
        sensitivity,
        declared.semanticHash(),
        declared.metadataHash(),
        declared.json(),
        at,
        runId);
  }

  private static DependencyRow on(Declared<?> declared, String kind, String name, int version) {
    Metadata metadata = declared.definition().metadata();
    return new DependencyRow(
        declared.definition().kind(), metadata.name(), metadata.version(), kind, name, version);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
