package io.tidemark.featurestore.training;

import io.tidemark.lineage.FileSum;
import io.tidemark.lineage.audit.Envelope;
import io.tidemark.lineage.audit.HashChain;
import io.tidemark.lineage.audit.Signer;
import io.tidemark.lineage.audit.Statement;
import io.tidemark.lineage.definition.Sha256;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a signature of a training set says: an in-toto statement over all its files, with what they
 * are made of.
 */
final class Attestation {
  /** The type of the statement's predicate. */
  static final String PREDICATE = "https://tidemark.io/attestation/training-set/v1";

  private Attestation() {}

  /** The statement about a version; of the row all but the envelope's id counts. */
  static String statement(TrainingSetRow row) {
    RecordedManifest manifest = RecordedManifest.read(row.manifest());
    SortedMap<String, String> subjects = new TreeMap<>();
    for (FileSum file : manifest.allFiles().values()) {
      subjects.put(file.path(), Objects.requireNonNull(file.sha256()));
    }
    SortedMap<String, Object> predicate = new TreeMap<>();
    predicate.put("name", row.name());
    predicate.put("version", row.version());
    predicate.put("table", row.table());
    predicate.put("table_id", manifest.tableId());
    predicate.put("table_version", Long.toString(manifest.tableVersion()));
    predicate.put("manifest_sha256", Sha256.hex(row.manifest()));
    predicate.put("rows", Long.toString(row.rows()));
    predicate.put("content_digest", row.contentDigest());
    predicate.put("knowledge", row.knowledge());
    predicate.put("now", HashChain.micros(row.now()));
    predicate.put("run_id", row.runId());
    predicate.put("inputs", inputs(row));
    return new Statement(subjects, PREDICATE, predicate).json();
  }

  /** The signed statement. */
  static Envelope sign(TrainingSetRow row, Signer signer) {
    return Envelope.sign(Envelope.IN_TOTO, statement(row), signer);
  }

  private static List<Map<String, Object>> inputs(TrainingSetRow row) {
    return row.inputs().stream().map(Manifest::input).toList();
  }
}
