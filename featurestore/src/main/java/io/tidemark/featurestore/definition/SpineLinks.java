package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Columns;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.definition.SqlType;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a training set must agree on with its spine's source and with its service. */
final class SpineLinks {
  private final Fields spec;
  private final Fields spine;
  private final Links links;

  SpineLinks(Fields spec, Fields spine, Links links) {
    this.spec = spec;
    this.spine = spine;
    this.links = links;
  }

  void check() {
    Ref sourceRef = spine.find(TrainingSetKind.SOURCE);
    Ref serviceRef = spec.find(TrainingSetKind.SERVICE);
    Declared<SourceDefinition> source =
        sourceRef == null ? null : links.find(SourceDefinition.class, sourceRef, spine, "source");
    Declared<FeatureServiceDefinition> service =
        serviceRef == null
            ? null
            : links.find(FeatureServiceDefinition.class, serviceRef, spec, "service");
    SourceQuery query = spine.find(TrainingSetKind.SQL);
    if (query != null) {
      QueryLinks.find(spec, spine, "sql", query, links);
    }
    SortedMap<String, SqlType> schema =
        Columns.of(source == null ? List.of() : source.definition().schema());
    if (!schema.isEmpty()) {
      checkColumns(schema);
    }
    Ref labelsRef = spec.find(TrainingSetKind.LABELS);
    Declared<LabelViewDefinition> labels =
        labelsRef == null ? null : links.find(LabelViewDefinition.class, labelsRef, spec, "labels");
    if (service != null && (labels != null || labelsRef == null)) {
      LabelViewDefinition label = labels == null ? null : labels.definition();
      checkKeys(service.definition(), label, schema);
      checkNames(service.definition(), label, columnsOf(source));
    }
  }

  private void checkColumns(SortedMap<String, SqlType> schema) {
    TimeColumn timestamp = spine.find(TrainingSetKind.TIMESTAMP);
    if (timestamp != null) {
      Columns.checkTime(spine, "timestamp", timestamp, schema);
    }
    List<String> columns = spine.list(TrainingSetKind.COLUMNS);
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).equals("*")) {
        Columns.check(spine, spine.item(TrainingSetKind.COLUMNS, i), columns.get(i), schema);
      }
    }
    String label = spine.find(TrainingSetKind.LABEL);
    if (label != null) {
      Columns.check(spine, "label", label, schema);
    }
    Sample sample = spine.find(TrainingSetKind.SAMPLE);
    if (sample != null) {
      for (int i = 0; i < sample.by().size(); i++) {
        Columns.check(spine, "sample.by[" + i + "]", sample.by().get(i), schema);
      }
    }
    if (spec.find(TrainingSetKind.SPLIT) instanceof Split.ByKey split) {
      for (int i = 0; i < split.keys().size(); i++) {
        Columns.check(spec, "split.by[" + i + "]", split.keys().get(i), schema);
      }
    }
  }

  private void checkKeys(
      FeatureServiceDefinition service,
      @Nullable LabelViewDefinition label,
      Map<String, SqlType> schema) {
    SortedMap<String, KeyColumn> keys = keysOf(service);
    if (label != null) {
      addKeys(label.entity(), "labels", keys);
    }
    SortedMap<String, String> declared = spine.find(TrainingSetKind.KEYS);
    if (declared == null) {
      return;
    }
    for (String key : declared.keySet()) {
      if (!keys.containsKey(key)) {
        spine.error(
            "keys." + key,
            "UNKNOWN_KEY_NAME",
            "No entity of the service " + service.ref() + " has a key " + key,
            Nearest.hint(key, keys.keySet())
                .orElse("the keys are " + String.join(", ", keys.keySet())));
      }
    }
    SortedMap<String, String> complete = new TreeMap<>();
    for (KeyColumn key : keys.values()) {
      String column = declared.getOrDefault(key.name(), key.name());
      complete.put(key.name(), column);
      Columns.check(spine, "keys." + key.name(), column, key.type(), schema);
    }
    spine.set(TrainingSetKind.KEYS, complete, complete);
  }

  private SortedMap<String, KeyColumn> keysOf(FeatureServiceDefinition service) {
    SortedMap<String, KeyColumn> keys = new TreeMap<>();
    for (ServiceEntry entry : service.features()) {
      Declared<FeatureViewDefinition> view =
          links.find(FeatureViewDefinition.class, entry.view(), spec, "service");
      if (view != null) {
        addKeys(view.definition().entity(), "service", keys);
      }
    }
    return keys;
  }

  private void addKeys(String entityName, String path, SortedMap<String, KeyColumn> keys) {
    Declared<EntityDefinition> entity =
        links.find(EntityDefinition.class, new Ref(entityName, 0), spec, path);
    if (entity != null) {
      entity.definition().keys().forEach(key -> keys.putIfAbsent(key.name(), key));
    }
  }

  /** The kept spine columns as far as they are known before the source is read. */
  private List<String> columnsOf(@Nullable Declared<SourceDefinition> source) {
    List<String> columns = spine.list(TrainingSetKind.COLUMNS);
    if (!columns.equals(List.of("*"))) {
      return columns;
    }
    return source == null
        ? List.of()
        : source.definition().schema().stream().map(c -> c.name()).toList();
  }

  private void checkNames(
      FeatureServiceDefinition service, @Nullable LabelViewDefinition label, List<String> kept) {
    Map<String, String> taken = new HashMap<>();
    List<String[]> all = new ArrayList<>();
    kept.forEach(column -> all.add(new String[] {column, "the spine"}));
    if (label != null) {
      String from = "the label view " + label.ref();
      all.add(new String[] {label.metadata().name(), from});
      if (Boolean.TRUE.equals(spec.find(TrainingSetKind.IMMATURE))) {
        all.add(new String[] {label.matureColumn(), from});
      }
    }
    if (spec.find(TrainingSetKind.SPLIT) != null) {
      all.add(new String[] {Split.COLUMN, "the split"});
    }
    for (ServiceEntry entry : service.features()) {
      for (String name : entry.select()) {
        all.add(new String[] {entry.column(name), entry.view() + "." + name});
      }
    }
    if (Boolean.TRUE.equals(spec.find(TrainingSetKind.DIAGNOSTICS))) {
      for (ServiceEntry entry : service.features()) {
        String from = "the diagnostics of " + entry.view();
        all.add(new String[] {entry.view().name() + "__event_ts", from});
        all.add(new String[] {entry.view().name() + "__known_at", from});
      }
    }
    for (String[] column : all) {
      String other = taken.putIfAbsent(column[0].toLowerCase(Locale.ROOT), column[1]);
      if (other != null) {
        spec.error(
            TrainingSetKind.SERVICE,
            "NAME_CLASH",
            "The column " + column[0] + " comes from both " + other + " and " + column[1],
            "give a prefix or an alias in the service, or leave the column out");
      }
    }
  }
}
