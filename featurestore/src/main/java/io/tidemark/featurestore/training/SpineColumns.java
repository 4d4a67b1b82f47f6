package io.tidemark.featurestore.training;

import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that a spine's columns have while features are joined, so that nothing in the source
 * can clash with one. A frozen spine has them too: they are part of its format.
 */
final class SpineColumns {
  static final String TIME = "__time";
  static final String SPLIT = "__split";

  /** The label's column, and whether it is settled. */
  static final String LABEL = "__label";

  static final String MATURE = "__mature";

  private SpineColumns() {}

  /** The name of a kept column. */
  static String kept(int i) {
    return "__kept" + i;
  }

  /** The name of every column that keys are looked up in, by its name in the spine. */
  static Map<String, String> keyNames(TrainingPlan plan) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Declared<EntityDefinition> entity : plan.entities()) {
      for (KeyColumn key : entity.definition().keys()) {
        names.putIfAbsent(plan.spineColumn(key), "__key" + names.size());
      }
    }
    return names;
  }

  /** Where the keys of an entity are. */
  static List<AsOfView.Key> keys(TrainingPlan plan, Declared<EntityDefinition> entity) {
    Map<String, String> names = keyNames(plan);
    List<AsOfView.Key> keys = new ArrayList<>();
    for (KeyColumn key : entity.definition().keys()) {
      keys.add(new AsOfView.Key(key.name(), names.getOrDefault(plan.spineColumn(key), "")));
    }
    return keys;
  }
}
