package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.training_set}: a sealed version of a training set.
 *
 * @param table {@code training.<name>_v<K>}
 * @param knowledge {@code as_known}, {@code as_corrected} or {@code as_of:<time>}
 * @param contentDigest of the rows as a multiset
 * @param manifest RFC 8785 text
 * @param envelopeId the signature's, null while unsigned
 */
public record TrainingSetRow(
    String name,
    int version,
    String table,
    String definitionHash,
    long rows,
    List<Column> columns,
    List<Input> inputs,
    String knowledge,
    Instant now,
    String contentDigest,
    String manifest,
    @Nullable String envelopeId,
    String state,
    String runId,
    Instant createdAt) {

  public TrainingSetRow {
    columns = List.copyOf(columns);
    inputs = List.copyOf(inputs);
  }

  /** A column as it was written: its Spark SQL type, its NULLs and the checksum of its values. */
  public record Column(String name, String type, long nulls, String checksum) {}

  /**
   * An input as it was read.
   *
   * @param version the Delta version, null for files
   * @param seq the greatest {@code _seq} that was seen, null where there is none
   */
  public record Input(
      String name,
      @Nullable String semanticHash,
      @Nullable String tableId,
      @Nullable Long version,
      @Nullable Long seq,
      @Nullable String fingerprint) {}
}
