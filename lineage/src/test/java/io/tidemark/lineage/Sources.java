package io.tidemark.lineage;

import io.tidemark.lineage.definition.Column;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Format;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceType;
import io.tidemark.lineage.definition.SqlType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sources as the loader would declare them. */
final class Sources {
  private Sources() {}

  /** A source named {@code rows}; its fields stand on lines 2 and on of {@code defs.yaml}. */
  static Declared<SourceDefinition> declared(
      Format format, String path, List<String> columns, @Nullable String filter) {
    return declared(format, path, columns, filter, new TreeMap<>());
  }

  static Declared<SourceDefinition> declared(
      Format format,
      String path,
      List<String> columns,
      @Nullable String filter,
      SortedMap<String, String> options) {
    List<Column> schema = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      schema.add(new Column(parts[0], SqlType.parse(parts[1])));
    }
    Metadata metadata = new Metadata("rows", 0, "o", "t", "u", "", new TreeMap<>());
    SourceDefinition definition =
        new SourceDefinition(
            metadata,
            format,
            path,
            null,
            null,
            schema,
            options,
            filter,
            SourceType.EVENT,
            null,
            null,
            null,
            null,
            Duration.ZERO,
            List.of(),
            null);
    SortedMap<String, Integer> lines = new TreeMap<>();
    lines.put("spec.path", 2);
    lines.put("spec.filter", 3);
    lines.put("spec.eventTimestamp", 4);
    return new Declared<>(definition, "defs.yaml", 1, lines, "{}", "s", "m");
  }
}
