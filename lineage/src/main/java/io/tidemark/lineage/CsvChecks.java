package io.tidemark.lineage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.decode;
import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * What Spark's CSV reader lets through: other header names, quotes that are never closed, other
 * encodings.
 */
final class CsvChecks {
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
  void lines(SparkSession spark, List<FileStatus> files) {
    List<String> paths =
        files.stream().map(f -> SourceFiles.literal(f.getPath().toString())).toList();
    if (paths.isEmpty()) {
      return;
    }
    org.apache.spark.sql.Column open = isOpen();
    org.apache.spark.sql.Column garbled = isGarbled();
    org.apache.spark.sql.Column example = struct(col("_metadata.file_path"), col("value"));
    Row found =
        spark
            .read()
            .format("text")
            .load(paths.toArray(String[]::new))
            .agg(
                count(when(open, lit(1))),
                min(when(open, example)),
                count(when(garbled, lit(1))),
                min(when(garbled, example)))
            .head();
    if (found.getLong(2) > 0) {
      throw refusal(
          "%s bytes that are not UTF-8, for example: %s",
          found.getLong(2),
          found.getStruct(3),
          "save the file as UTF-8, or declare options: {encoding: ...}");
    }
    if (found.getLong(0) > 0) {
      throw refusal(
          "%s a quote and not its end, for example: %s",
          found.getLong(0),
          found.getStruct(1),
          "write a quote inside a value twice; a value may not span lines");
    }
  }

  private org.apache.spark.sql.Column isOpen() {
    String quote = option("quote", "quote", "\"");
    boolean plain = quote.length() == 1 && option("escape", "escape", "\"").equals(quote);
    if (!plain || Boolean.parseBoolean(option("multiLine", "multiLine", "false"))) {
      return lit(false);
    }
    org.apache.spark.sql.Column quotes =
        length(col("value")).minus(length(translate(col("value"), quote, "")));
    return quotes.mod(lit(2)).equalTo(lit(1));
  }

  private org.apache.spark.sql.Column isGarbled() {
    org.apache.spark.sql.Column bytes = col("value").cast(DataTypes.BinaryType);
    return charset().equals(StandardCharsets.UTF_8)
        ? not(encode(decode(bytes, "UTF-8"), "UTF-8").equalTo(bytes))
        : lit(false);
  }

  private Refusal refusal(String message, long lines, Row example, String fix) {
    String have = lines == 1 ? "1 line has" : lines + " lines have";
    String file = SourceTrouble.asDeclared(source, location, example.getString(0));
    return new Refusal(
        2,
        List.of(
            SourceTable.problem(
                source,
                "SOURCE_ROW",
                "file %s: ".formatted(file) + message.formatted(have, example.getString(1)),
                fix)));
  }

  private Optional<Problem> header(FileStatus file, List<String> wanted, Configuration conf) {
    String line;
    try {
      line = firstLine(file, conf);
    } catch (IOException e) {
      throw new Refusal(
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

  private String shown(FileStatus file) {
    return SourceTrouble.asDeclared(source, location, file.getPath().toString());
  }

  private Charset charset() {
    return Charset.forName(option("encoding", "charset", "UTF-8"));
  }

  private String firstLine(FileStatus file, Configuration conf) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file.getPath());
    try (InputStream raw = file.getPath().getFileSystem(conf).open(file.getPath());
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        BufferedReader reader = new BufferedReader(new InputStreamReader(plain, charset()))) {
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
