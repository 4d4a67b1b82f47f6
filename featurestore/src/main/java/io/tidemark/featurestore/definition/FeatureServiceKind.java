package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The kind of {@link FeatureServiceDefinition}. */
public final class FeatureServiceKind extends Kind<FeatureServiceDefinition> {
  private static final List<String> ALL = List.of("*");

  private static final Field<Ref> VIEW = Field.required("view", Types.versionedRef());
  private static final Field<List<String>> SELECT =
      Field.required("select", Types.setOf(Types.plainText()));
  private static final Field<String> PREFIX =
      Field.optional(
              "prefix", Types.matching("|[a-z][a-z0-9_]{0,59}", "a-z, 0-9 and _, a letter first"))
          .orElse("");
  private static final Field<SortedMap<String, String>> AS =
      Field.optional("as", Types.mapOf(Types.innerName())).orElse(Map.of());
  private static final Field<List<ServiceEntry>> FEATURES =
      Field.required(
          "features",
          Types.someOf(
              Types.object(
                  Shape.of(VIEW, SELECT, PREFIX, AS),
                  FeatureServiceKind::checkEntry,
                  f -> new ServiceEntry(f.get(VIEW), f.get(SELECT), f.get(PREFIX), f.get(AS)))));
  private static final Field<Sensitivity> CLEARANCE =
      Field.optional("clearance", Types.choice(Sensitivity.class)).orElse("internal");
  private static final Field<Ref> MODEL = Field.optional("model", Types.ref());

  private static final Shape SPEC = Shape.of(FEATURES, CLEARANCE, MODEL);

  /** For ServiceLoader. */
  public FeatureServiceKind() {
    super(FeatureServiceDefinition.KIND, FeatureServiceDefinition.class, true, SPEC);
  }

  private static void checkEntry(Fields entry) {
    List<String> select = entry.list(SELECT);
    if (select.contains("*") && select.size() > 1) {
      entry.error(SELECT, "CONFLICT", "select has '*' beside names", "give '*' alone, or names");
    }
  }

  @Override
  public void check(Fields spec) {
    List<ServiceEntry> entries = spec.list(FEATURES);
    Set<Ref> seen = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!seen.add(entries.get(i).view())) {
        spec.error(
            spec.item(FEATURES, i) + ".view",
            "DUPLICATE_ITEM",
            "The view " + entries.get(i).view() + " stands in two entries of the service",
            "join them");
      }
    }
  }

  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    List<ServiceEntry> entries = new ArrayList<>();
    Map<String, String> columns = new HashMap<>();
    Map<String, KeyColumn> keys = new HashMap<>();
    List<ServiceEntry> declared = spec.list(FEATURES);
    for (int i = 0; i < declared.size(); i++) {
      String path = spec.item(FEATURES, i);
      ServiceEntry entry = declared.get(i);
      Declared<FeatureViewDefinition> view =
          links.find(FeatureViewDefinition.class, entry.view(), spec, path + ".view");
      if (view != null) {
        entry = linkEntry(spec, path, entry, view.definition());
        checkColumns(spec, path, entry, columns);
        checkKeys(spec, path, links, view.definition(), keys);
      }
      entries.add(entry);
    }
    spec.refine(FEATURES, entries);
  }

  private static ServiceEntry linkEntry(
      Fields spec, String path, ServiceEntry entry, FeatureViewDefinition view) {
    warnOfLifecycle(spec, path, view);
    Map<String, ViewOutput> features = new HashMap<>();
    view.outputs().forEach(f -> features.put(f.name(), f));
    List<String> names = view.outputs().stream().map(ViewOutput::name).toList();
    List<String> select = entry.select().equals(ALL) ? names : entry.select();
    Sensitivity clearance = spec.find(CLEARANCE);
    List<String> found = new ArrayList<>();
    for (String name : select) {
      ViewOutput feature = features.get(name);
      if (feature == null) {
        unknown(spec, path + ".select", name, view, names);
        continue;
      }
      found.add(name);
      if (clearance != null && feature.sensitivity().compareTo(clearance) > 0) {
        spec.error(
            path + ".select",
            "CLEARANCE_TOO_LOW",
            "The feature "
                + name
                + " of "
                + view.ref()
                + " is "
                + word(feature.sensitivity())
                + ", the service's clearance is "
                + word(clearance),
            "raise the clearance, or leave the feature out");
      }
    }
    for (String name : entry.as().keySet()) {
      if (!select.contains(name)) {
        if (features.containsKey(name)) {
          spec.error(
              path + ".as." + name,
              "UNKNOWN_FEATURE",
              "The alias of " + name + " is for a feature that is not selected",
              "select it, or remove the alias");
        } else {
          unknown(spec, path + ".as." + name, name, view, names);
        }
      }
    }
    return new ServiceEntry(entry.view(), found, entry.prefix(), entry.as());
  }

  private static void unknown(
      Fields spec, String path, String name, FeatureViewDefinition view, List<String> names) {
    spec.error(
        path,
        "UNKNOWN_FEATURE",
        "The view " + view.ref() + " has no feature '" + name + "'",
        Nearest.hint(name, names).orElse("it has " + String.join(", ", names)));
  }

  private static void warnOfLifecycle(Fields spec, String path, FeatureViewDefinition view) {
    Lifecycle lifecycle = view.lifecycle();
    if (lifecycle.state() == Lifecycle.State.DEPRECATED) {
      String sunset = lifecycle.sunset() == null ? "" : ", its sunset is " + lifecycle.sunset();
      Ref instead = lifecycle.replacement();
      spec.warn(
          path + ".view",
          "VIEW_DEPRECATED",
          "The view " + view.ref() + " is deprecated" + sunset,
          instead == null ? null : "use " + instead);
    } else if (lifecycle.state() == Lifecycle.State.RETIRED) {
      spec.warn(
          path + ".view",
          "VIEW_RETIRED",
          "The view " + view.ref() + " is retired, and serves no more",
          "leave it out of a new version of the service");
    }
  }

  private static void checkColumns(
      Fields spec, String path, ServiceEntry entry, Map<String, String> columns) {
    for (String name : entry.select()) {
      String column = entry.column(name);
      String from = entry.view() + "." + name;
      String other = columns.putIfAbsent(column.toLowerCase(Locale.ROOT), from);
      if (other != null) {
        spec.error(
            path,
            "NAME_CLASH",
            "The column " + column + " comes from both " + other + " and " + from,
            "give one of them a prefix or an alias");
      }
    }
  }

  private static void checkKeys(
      Fields spec,
      String path,
      Links links,
      FeatureViewDefinition view,
      Map<String, KeyColumn> keys) {
    @Nullable Declared<EntityDefinition> entity =
        links.find(EntityDefinition.class, new Ref(view.entity(), 0), spec, path);
    if (entity == null) {
      return;
    }
    for (KeyColumn key : entity.definition().keys()) {
      KeyColumn other = keys.putIfAbsent(key.name(), key);
      if (other != null && !other.type().equals(key.type())) {
        spec.error(
            path,
            "WRONG_TYPE",
            "The key "
                + key.name()
                + " is "
                + other.type()
                + " in one entity of the service and "
                + key.type()
                + " in "
                + view.entity(),
            "rename one, or declare the same type");
      }
    }
  }

  private static String word(Sensitivity sensitivity) {
    return sensitivity.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public FeatureServiceDefinition build(Metadata metadata, Fields spec) {
    Ref model = spec.find(MODEL);
    return new FeatureServiceDefinition(
        metadata, spec.get(FEATURES), spec.get(CLEARANCE), model == null ? null : model.name());
  }
}
