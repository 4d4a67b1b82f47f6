package io.tidemark.lineage.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that others wrote, and what they mean.
 *
 * @param path file, folder or glob, as declared; null for a table or a database
 * @param table a name that Spark resolves
 * @param jdbc present exactly for {@link Format#JDBC}
 * @param schema the columns in file order, for CSV only
 * @param options reader options; values may be secret references
 * @param eventTimestamp null where no view reads the source, and for SCD2
 * @param validFrom for SCD2 only, as validTo
 * @param id the columns that name an event; empty if none are declared
 */
public record SourceDefinition(
    Metadata metadata,
    Format format,
    @Nullable String path,
    @Nullable String table,
    @Nullable Jdbc jdbc,
    List<Column> schema,
    SortedMap<String, String> options,
    @Nullable String filter,
    SourceType type,
    @Nullable TimeColumn eventTimestamp,
    @Nullable TimeColumn validFrom,
    @Nullable TimeColumn validTo,
    @Nullable TimeColumn knownAt,
    Duration availabilityLag,
    List<String> id,
    @Nullable String deletedWhen)
    implements Definition {
  public static final String KIND = "Source";

  public SourceDefinition {
    schema = List.copyOf(schema);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    id = List.copyOf(id);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
