package io.tidemark.featurestore.training;

import io.tidemark.lineage.DataFile;
import io.tidemark.lineage.FileSum;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableFiles;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.audit.Trust;
import io.tidemark.lineage.audit.TrustFile;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The verb {@code training-set verify}: whether a version is what was sealed, event, row, manifest,
 * files, values and signature.
 */
public final class VerifyTrainingSet {
  /** The verb's words. */
  public static final String VERB = "training-set verify";

  private static final String CHANGED = "TRAINING_DIGEST_MISMATCH";
  private static final String MISSING = "TRAINING_FILE_MISSING";
  private static final String RESTORE = "restore it from a copy";
  private static final int SHOWN = 20;

  private final Run run;
  private final Project project;
  private final List<Problem> findings = new ArrayList<>();

  public VerifyTrainingSet(Run run, Project project) {
    this.run = run;
    this.project = project;
  }

  /**
   * Verifies one version; the run is neither completed nor failed.
   *
   * @param ref {@code name@K}, or {@code name} for the newest version
   * @return exit code 0 if all holds, 7 with a problem for everything that does not, 10 if the
   *     manifest cannot be read
   * @throws Refusal 2 if there is no such version, or the trust file does not hold
   */
  public Answer verify(Ref ref) {
    Trust trust = TrustFile.of(project);
    SealedVersion version = SealedVersion.find(run.warehouse().registry(), project, ref);
    findings.addAll(version.findings());
    TrainingSetRow row = version.row();
    RecordedManifest manifest;
    try {
      manifest = RecordedSet.manifest(row);
    } catch (Refusal refusal) {
      findings.addAll(refusal.problems());
      return answer(row, Status.INCONCLUSIVE, 10, 0, "");
    }
    SignatureCheck signature = SignatureCheck.of(version, trust);
    signature.finding().ifPresent(findings::add);
    boolean sound = files(row, manifest);
    table(row, manifest).filter(table -> sound).ifPresent(table -> content(row, table));
    boolean holds = findings.stream().noneMatch(Problem::isError);
    return answer(
        row,
        holds ? Status.OK : Status.GATE_FAILED,
        holds ? 0 : 7,
        manifest.allFiles().size(),
        signature.word());
  }

  private Answer answer(
      TrainingSetRow row, Status status, int exitCode, int files, String signature) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", row.name());
    result.put("version", row.version());
    result.put("table", row.table());
    result.put("status", status.word());
    result.put("rows", row.rows());
    result.put("files", files);
    result.put("signature", signature);
    return new Answer(VERB, run.id(), status, exitCode, List.of(result), findings);
  }

  /** Whether every file is there and what it was. */
  private boolean files(TrainingSetRow row, RecordedManifest manifest) {
    SortedMap<String, FileSum> recorded = manifest.allFiles();
    TableFiles files = run.files(TableRef.parse(row.table()));
    List<Problem> wrong = new ArrayList<>();
    for (String path : files.in(manifest.spine())) {
      if (!recorded.containsKey(path)) {
        wrong.add(wrong(row, CHANGED, named(row, path) + " was put beside its frozen spine"));
      }
    }
    for (FileSum found : files.sums(List.copyOf(recorded.keySet()))) {
      FileSum sealed = Objects.requireNonNull(recorded.get(found.path()));
      String trouble = found.trouble();
      if (trouble != null) {
        String code = trouble.equals(FileSum.MISSING) ? MISSING : CHANGED;
        wrong.add(wrong(row, code, named(row, found.path()) + " " + trouble));
      } else if (!Objects.equals(found.sha256(), sealed.sha256())) {
        String message = named(row, found.path()) + " was changed: ";
        message +=
            found.bytes() == sealed.bytes()
                ? "its SHA-256 is another"
                : "it has %d bytes instead of %d".formatted(found.bytes(), sealed.bytes());
        wrong.add(wrong(row, CHANGED, message));
      }
    }
    if (wrong.size() > SHOWN) {
      int more = wrong.size() - SHOWN;
      wrong.subList(SHOWN, wrong.size()).clear();
      wrong.add(wrong(row, CHANGED, more + " more files are missing or changed"));
    }
    findings.addAll(wrong);
    return wrong.isEmpty();
  }

  /** The table, if its newest version is exactly the files that were sealed. */
  private Optional<PinnedTable> table(TrainingSetRow row, RecordedManifest manifest) {
    PinnedTable table;
    Set<String> files;
    try {
      table = run.pin(TableRef.parse(row.table()));
      files = run.dataFiles(table).stream().map(DataFile::path).collect(Collectors.toSet());
    } catch (Exception e) {
      Optional<String> why = Unreadable.why(e);
      if (why.isEmpty()) {
        throw e;
      }
      findings.add(wrong(row, MISSING, "the table's log cannot be read: " + why.get()));
      return Optional.empty();
    }
    int before = findings.size();
    if (!table.tableId().equals(manifest.tableId())) {
      findings.add(
          wrong(row, CHANGED, "the table " + row.table() + " is another one than was sealed"));
    }
    for (String path : files) {
      if (!manifest.files().containsKey(path)) {
        findings.add(
            wrong(
                row,
                CHANGED,
                "%s was added in version %d of the table"
                    .formatted(named(row, path), table.version())));
      }
    }
    for (String path : manifest.files().keySet()) {
      if (!files.contains(path)) {
        findings.add(
            wrong(
                row,
                MISSING,
                "%s is not in version %d of the table any more"
                    .formatted(named(row, path), table.version())));
      }
    }
    return findings.size() == before ? Optional.of(table) : Optional.empty();
  }

  /** Whether the table's values are those that were sealed, read as everybody reads them. */
  private void content(TrainingSetRow row, PinnedTable table) {
    Content content;
    try {
      content = Content.of(run.read(table));
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      Optional<String> why = Unreadable.why(e);
      if (why.isEmpty()) {
        throw e;
      }
      findings.add(wrong(row, CHANGED, "its values cannot be read: " + why.get()));
      return;
    }
    List<String> differing = RebuildTrainingSet.differing(row, content);
    if (content.rows() != row.rows()) {
      findings.add(
          wrong(
              row,
              CHANGED,
              "the table has %d rows instead of %d".formatted(content.rows(), row.rows())));
    } else if (!differing.isEmpty()) {
      findings.add(wrong(row, CHANGED, "other values in " + String.join(", ", differing)));
    } else if (!content.digest().equals(row.contentDigest())) {
      findings.add(wrong(row, CHANGED, "the same values stand in other rows"));
    }
  }

  private static String named(TrainingSetRow row, String path) {
    return "the file " + row.table().replace('.', '/') + "/" + path;
  }

  private static Problem wrong(TrainingSetRow row, String code, String message) {
    return SealedSets.error(row, code, message, RESTORE);
  }
}
