package io.tidemark.lineage.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The kind of {@link EntityDefinition}. */
public final class EntityKind extends Kind<EntityDefinition> {
  private static final Set<String> TYPES = Set.of("INT", "BIGINT", "STRING", "DATE", "DECIMAL");

  private static final Field<String> NAME = Field.required("name", Types.innerName());
  private static final Field<SqlType> TYPE = Field.required("type", Types.sqlType());
  private static final Field<String> DESCRIPTION =
      Field.optional("description", Types.text()).orElse("").physical();
  private static final Field<List<KeyColumn>> KEYS =
      Field.required(
          "keys",
          Types.someOf(
              Types.object(
                  Shape.of(NAME, TYPE, DESCRIPTION),
                  EntityKind::checkKey,
                  f -> new KeyColumn(f.get(NAME), f.get(TYPE), f.get(DESCRIPTION)))));

  private static final Shape SPEC = Shape.of(KEYS);

  /** For ServiceLoader. */
  public EntityKind() {
    super(EntityDefinition.KIND, EntityDefinition.class, false, SPEC);
  }

  private static void checkKey(Fields key) {
    SqlType type = key.find(TYPE);
    if (type != null && !TYPES.contains(type.base())) {
      key.error(
          TYPE,
          "BAD_VALUE",
          "A key cannot be " + type,
          "keys are INT, BIGINT, STRING, DATE or DECIMAL");
    }
  }

  @Override
  public void check(Fields spec) {
    List<KeyColumn> keys = spec.list(KEYS);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!seen.add(keys.get(i).name())) {
        spec.error(
            spec.item(KEYS, i) + ".name",
            "DUPLICATE_ITEM",
            "The key " + keys.get(i).name() + " stands twice",
            "remove one");
      }
    }
  }

  @Override
  public EntityDefinition build(Metadata metadata, Fields spec) {
    return new EntityDefinition(metadata, spec.get(KEYS));
  }
}
