package io.tidemark.lineage;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A source as it is read: its rows after {@code filter}, pinned where it is a Delta table.
 *
 * @param location path, URI, table name or URL without secrets
 * @param tableId of a Delta table
 * @param version the Delta version that is read, null for everything else
 * @param fingerprint of files: SHA-256 over path, size and modification time of each
 */
public record SourceTable(
    Declared<SourceDefinition> declared,
    Dataset<Row> rows,
    String location,
    @Nullable String tableId,
    @Nullable Long version,
    @Nullable String fingerprint,
    @Nullable Long files,
    @Nullable Long bytes)
    implements InputRows {

  private static final Pattern FILE =
      Pattern.compile(
          "(?:reading file|footer for file:|CSV file:) ?(.+?)(?:\\.? ?Details|\\.\\s|\\.?$)"
              + "|(file:.+) is not a Parquet file|File (.+) does not exist");
  private static final List<String> UNREADABLE =
      List.of(
          "MALFORMED_RECORD_IN_PARSING",
          "MALFORMED_CSV_RECORD",
          "CSV header does not conform",
          "Encountered error while reading file",
          "CANNOT_READ_FILE_FOOTER",
          "Illegal Parquet type",
          "PARQUET_TYPE_ILLEGAL",
          "Parquet column cannot be converted",
          "UNABLE_TO_INFER_SCHEMA",
          "PATH_NOT_FOUND",
          "FILE_NOT_EXIST",
          "is not a Parquet file",
          "is not a Delta table",
          "DELTA_MISSING_DELTA_TABLE",
          "DELTA_TABLE_NOT_FOUND",
          "DELTA_PATH_DOES_NOT_EXIST",
          "TABLE_OR_VIEW_NOT_FOUND",
          "COLUMN_ALREADY_EXISTS",
          "Permission denied");

  @Override
  public List<SourceTable> sources() {
    return List.of(this);
  }

  @Override
  public void counted(Run run, long rows) {
    run.rowsRead(name(), rows);
  }

  /** How runs record it: {@code source:loans}. */
  public String name() {
    return "source:" + declared.definition().metadata().name();
  }

  /**
   * What a failed job says about this source: rows that do not fit, files that cannot be read.
   * Empty if the failure is none of the source's.
   */
  @Override
  public Optional<Refusal> refusal(Throwable failure) {
    return refusal(declared, location, failure);
  }

  static Optional<Refusal> refusal(
      Declared<SourceDefinition> declared, String location, Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && chain.size() < 32; t = t.getCause()) {
      chain.add(t);
      for (Throwable s : t.getSuppressed()) {
        chain.add(s);
      }
    }
    for (Throwable t : chain) {
      if (t instanceof Refusal refusal) {
        return Optional.of(refusal);
      }
    }
    boolean ours = chain.stream().anyMatch(t -> isUnreadable(t));
    Optional<String> file =
        chain.stream().map(SourceTable::fileOf).flatMap(Optional::stream).findFirst();
    if (!ours || file.isPresent() && !isBelow(file.get(), location)) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            2, List.of(SourceTrouble.of(declared, location, file.orElse(""), chain)), failure));
  }

  static Problem problem(
      Declared<SourceDefinition> declared, String code, String message, @Nullable String fix) {
    SourceDefinition source = declared.definition();
    String place =
        source.path() != null ? "spec.path" : source.table() != null ? "spec.table" : "spec.url";
    return declared.error(
        place, code, "source %s: %s".formatted(source.metadata().name(), message), fix);
  }

  private static boolean isUnreadable(Throwable t) {
    String message = t.getMessage();
    return t instanceof java.sql.SQLException
        || t instanceof org.apache.hadoop.security.AccessControlException
        || t instanceof java.io.FileNotFoundException
        || message != null && UNREADABLE.stream().anyMatch(message::contains);
  }

  private static Optional<String> fileOf(Throwable t) {
    if (t.getMessage() == null) {
      return Optional.empty();
    }
    Matcher m = FILE.matcher(t.getMessage());
    if (!m.find()) {
      return Optional.empty();
    }
    return Stream.of(1, 2, 3).map(m::group).filter(Objects::nonNull).findFirst();
  }

  private static boolean isBelow(String file, String location) {
    String base = location.replaceFirst("[*?\\[{].*", "").replaceFirst("^file:/*", "/");
    String path = file.replaceFirst("^file:/*", "/");
    return path.startsWith(base) || SourceTrouble.decoded(path).startsWith(base);
  }
}
