package io.tidemark.lineage;

import io.tidemark.lineage.definition.Column;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What Spark's CSV reader lets through: other header names, quotes that are never closed, other
 * encodings.
 */
final class CsvChecks {
  /** So many are read sooner than a query is planned. */
  private static final long FEW_BYTES = 4 << 20;

  private final Declared<SourceDefinition> source;
  private final String location;
  private final Map<String, String> options;

  CsvChecks(Declared<SourceDefinition> source, String location, Map<String, String> options) {
    this.source = source;
    this.location = location;
    this.options = options;
  }

  /** Refuses files whose header is not the schema's names in order. */
  void headers(List<FileStatus> files, Configuration conf) {
    if (!Boolean.parseBoolean(option("header", "header", "true"))) {
      return;
    }
    List<String> wanted = source.definition().schema().stream().map(Column::name).toList();
    List<Problem> problems =
        (files.size() > 16 ? files.parallelStream() : files.stream())
            .map(f -> header(f, wanted, conf))
            .flatMap(Optional::stream)
            .limit(20)
            .toList();
    if (!problems.isEmpty()) {
      throw new Refusal(2, problems);
    }
  }

  /**
   * Refuses lines with a quote that is opened and not closed, for a value may not span lines, and
   * lines with bytes that are no text, which Spark would replace.
   */
  void lines(SparkSession spark, List<FileStatus> files, Configuration conf) {
    CsvLines found = new CsvLines(quote(), charset().equals(StandardCharsets.UTF_8));
    if (files.stream().mapToLong(FileStatus::getLen).sum() <= FEW_BYTES) {
      files.forEach(file -> lines(found, file, conf));
    } else {
      found.addAll(spark, files.stream().map(f -> Globs.literal(f.getPath().toString())).toList());
    }
    refuse(
        found.garbled(),
        "%s bytes that are not UTF-8, for example: %s",
        "save the file as UTF-8, or declare options: {encoding: ...}");
    refuse(
        found.open(),
        "%s a quote and not its end, for example: %s",
        "write a quote inside a value twice; a value may not span lines");
  }

  private void lines(CsvLines found, FileStatus file, Configuration conf) {
    try (InputStream content = open(file, conf)) {
      found.addAll(file.getPath().toString(), content);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The character that surrounds values, if a line has an even number of them. */
  private @Nullable String quote() {
    String quote = option("quote", "quote", "\"");
    boolean plain = quote.length() == 1 && option("escape", "escape", "\"").equals(quote);
    return plain && !Boolean.parseBoolean(option("multiLine", "multiLine", "false")) ? quote : null;
  }

  private void refuse(CsvLines.Fault fault, String message, String fix) {
    CsvLines.Example example = fault.first();
    if (example == null) {
      return;
    }
    String have = fault.lines() == 1 ? "1 line has" : fault.lines() + " lines have";
    String file = SourceTrouble.asDeclared(source, location, example.file());
    throw new Refusal(
        2,
        List.of(
            SourceTable.problem(
                source,
                "SOURCE_ROW",
                "file %s: ".formatted(file) + message.formatted(have, example.line()),
                fix)));
  }

  private Optional<Problem> header(FileStatus file, List<String> wanted, Configuration conf) {
    String line;
    try {
      line = firstLine(file, conf);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (line.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = split(line);
    if (names.equals(wanted)) {
      return Optional.empty();
    }
    if (line.indexOf('\uFFFD') >= 0 || line.indexOf('\0') >= 0) {
      return Optional.of(
          SourceTable.problem(
              source,
              "CSV_HEADER",
              "file %s is not text in %s".formatted(shown(file), charset()),
              "save it as UTF-8, or declare options: {encoding: ...}"));
    }
    return Optional.of(
        SourceTable.problem(
            source,
            "CSV_HEADER",
            "file %s has the header %s, the schema says %s"
                .formatted(shown(file), String.join(",", names), String.join(",", wanted)),
            "declare the columns as the file has them, in its order"));
  }

  private Refusal unreadable(FileStatus file, IOException e) {
    return new Refusal(
        2,
        List.of(
            SourceTable.problem(
                source,
                "SOURCE_UNREADABLE",
                "file %s cannot be read: %s"
                    .formatted(shown(file), Predicates.plain(e.getMessage())),
                "correct the file or the rights on it")),
        e);
  }

  private String shown(FileStatus file) {
    return SourceTrouble.asDeclared(source, location, file.getPath().toString());
  }

  private Charset charset() {
    return Charset.forName(option("encoding", "charset", "UTF-8"));
  }

  private static InputStream open(FileStatus file, Configuration conf) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file.getPath());
    InputStream raw = file.getPath().getFileSystem(conf).open(file.getPath());
    try {
      return codec == null ? raw : codec.createInputStream(raw);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private String firstLine(FileStatus file, Configuration conf) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(file, conf), charset()))) {
      String line = reader.readLine();
      while (line != null && line.isBlank()) {
        line = reader.readLine();
      }
      return line == null ? "" : line.startsWith("\uFEFF") ? line.substring(1) : line;
    }
  }

  private List<String> split(String line) {
    String separator = option("sep", "delimiter", ",").replace("\\t", "\t");
    String quote = option("quote", "quote", "\"");
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (!quote.isEmpty() && line.startsWith(quote, i)) {
        if (quoted && line.startsWith(quote, i + 1)) {
          name.append(quote);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && line.startsWith(separator, i)) {
        names.add(name.toString());
        name.setLength(0);
        i += separator.length() - 1;
      } else {
        name.append(line.charAt(i));
      }
    }
    names.add(name.toString());
    return names;
  }

  private String option(String name, String alias, String otherwise) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().equalsIgnoreCase(name) || option.getKey().equalsIgnoreCase(alias)) {
        return option.getValue();
      }
    }
    return otherwise;
  }
}
