package io.tidemark.lineage;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
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
    @Nullable Long bytes) {

  private static final Pattern BAD_ROW =
      Pattern.compile("Malformed CSV record: (.*)", Pattern.DOTALL);
  private static final Pattern FILE =
      Pattern.compile(
          "(?:reading file|footer for file:|CSV file:) ?(\\S+?)(?:\\.? ?Details|\\.? |$)");
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

  /** The columns, whatever the filter leaves of the rows. */
  public StructType schema() {
    return rows.schema();
  }

  /** How runs record it: {@code source:loans}. */
  public String name() {
    return "source:" + declared.definition().metadata().name();
  }

  /**
   * What a failed job says about this source: rows that do not fit, files that cannot be read.
   * Empty if the failure is none of the source's.
   */
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
    Throwable root = chain.get(chain.size() - 1);
    Optional<String> row =
        chain.stream().map(SourceTable::badRow).flatMap(Optional::stream).findFirst();
    String what =
        row.map(r -> "a row does not fit the declared schema: " + r)
            .orElseGet(() -> "cannot be read: " + Predicates.firstLine(root.getMessage()));
    return Optional.of(
        new Refusal(
            2,
            List.of(
                problem(
                    declared,
                    row.isPresent() ? "SOURCE_ROW" : "SOURCE_UNREADABLE",
                    file.map(f -> "file " + f + ": " + what).orElse(what),
                    row.isPresent()
                        ? "correct the row or the schema; nothing was written"
                        : "correct the source or its declaration")),
            failure));
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
    return m.find() ? Optional.of(m.group(1)) : Optional.empty();
  }

  private static Optional<String> badRow(Throwable t) {
    if (t.getMessage() == null) {
      return Optional.empty();
    }
    Matcher m = BAD_ROW.matcher(t.getMessage());
    if (m.find()) {
      return Optional.of(Predicates.firstLine(m.group(1)));
    }
    return t.getClass().getSimpleName().equals("BadRecordException") && t.getCause() != null
        ? Optional.of(Predicates.firstLine(t.getCause().getMessage()))
        : Optional.empty();
  }

  private static boolean isBelow(String file, String location) {
    String base = location.replaceFirst("[*?\\[{].*", "").replaceFirst("^file:/*", "/");
    String path = file.replaceFirst("^file:/*", "/");
    return path.startsWith(base)
        || java.net.URLDecoder.decode(
                path.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8)
            .startsWith(base);
  }
}
