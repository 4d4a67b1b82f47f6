package io.tidemark.lineage;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.SourceDefinition;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts what Spark says about a source's rows and files into words. */
final class SourceTrouble {
  private static final Pattern BAD_ROW =
      Pattern.compile("Malformed CSV record: (.*)", Pattern.DOTALL);
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "Parquet column cannot be converted in file (\\S+?)\\. Column: \\[(.*?)], Expected:"
              + " (.*?), Found: (\\w+)");
  private static final String DELTA_LOG = "/_delta_log/";

  private SourceTrouble() {}

  /**
   * The problem.
   *
   * @param file the file that Spark names, as a URI or path; empty if it names none
   * @param chain the failure and its causes
   */
  static Problem of(
      Declared<SourceDefinition> source, String location, String file, List<Throwable> chain) {
    String path = source.definition().path();
    String where =
        !file.isEmpty()
            ? "file " + asDeclared(source, location, file) + ": "
            : path != null ? "path " + path + ": " : "";
    boolean log = file.contains(DELTA_LOG);
    Optional<String> row = first(chain, SourceTrouble::badRow);
    if (row.isPresent() && !log) {
      return SourceTable.problem(
          source,
          "SOURCE_ROW",
          where + "a row does not fit the declared schema: " + row.get(),
          "correct the row or the schema; nothing was written");
    }
    Optional<Problem> other = first(chain, t -> otherType(source, location, t));
    if (other.isPresent()) {
      return other.get();
    }
    String said = Predicates.plain(chain.get(chain.size() - 1).getMessage());
    if (log) {
      return unreadable(source, where + "the table's log is damaged", "restore the file");
    }
    if (said.matches("File .+ does not exist")) {
      return unreadable(
          source, where + "it is named by the table's log and not there", "restore it");
    }
    if (said.contains("is not a Parquet file")) {
      return unreadable(
          source, where + "it is no Parquet file, or only a part of one", "write or copy it again");
    }
    if (said.contains("TIMESTAMP(NANOS")) {
      return unreadable(
          source,
          where + "it has times as INT64 nanoseconds, which Spark does not read",
          "write them in microseconds");
    }
    return unreadable(
        source,
        where + "cannot be read: " + said.replaceAll("\\bfile:/+", "/"),
        "correct the source or its declaration");
  }

  /** A file of a source in the words of the source's own path. */
  static String asDeclared(Declared<SourceDefinition> source, String location, String file) {
    String plain = file.replaceFirst("^file:/*", "/");
    String base = location.replaceFirst("^file:/*", "/");
    String path =
        Objects.requireNonNullElse(source.definition().path(), "").replaceFirst("^\\./", "");
    if (path.isEmpty() || !base.endsWith("/" + path)) {
      return plain;
    }
    String root = base.substring(0, base.length() - path.length());
    return Stream.of(plain, decoded(plain))
        .filter(each -> each.startsWith(root))
        .findFirst()
        .map(each -> each.substring(root.length()))
        .orElse(plain);
  }

  /** A path whose characters Spark has written as a URI does. */
  static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private static Problem unreadable(Declared<SourceDefinition> source, String message, String fix) {
    return SourceTable.problem(source, "SOURCE_UNREADABLE", message, fix);
  }

  private static Optional<String> badRow(Throwable t) {
    Matcher m = BAD_ROW.matcher(Objects.requireNonNullElse(t.getMessage(), ""));
    if (m.find()) {
      return Optional.of(Predicates.firstLine(m.group(1)));
    }
    return t.getClass().getSimpleName().equals("BadRecordException") && t.getCause() != null
        ? Optional.of(Predicates.firstLine(t.getCause().getMessage()))
        : Optional.empty();
  }

  private static Optional<Problem> otherType(
      Declared<SourceDefinition> source, String location, Throwable t) {
    Matcher m = OTHER_TYPE.matcher(Objects.requireNonNullElse(t.getMessage(), ""));
    return m.find()
        ? Optional.of(
            unreadable(
                source,
                "file %s: column `%s` is %s there and %s in other files"
                    .formatted(
                        asDeclared(source, location, m.group(1)),
                        m.group(2),
                        m.group(4),
                        m.group(3).toUpperCase(Locale.ROOT)),
                "write all files with one schema"))
        : Optional.empty();
  }

  private static <T> Optional<T> first(
      List<Throwable> chain, Function<Throwable, Optional<T>> found) {
    return chain.stream().map(found).flatMap(Optional::stream).findFirst();
  }
}
