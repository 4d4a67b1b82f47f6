package io.tidemark.jobs.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A warehouse's tables as anyone reads them who knows Delta's protocol: the log replayed, the files
 * read by DuckDB, none of the product's code.
 */
final class DeltaTables {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DuckDb duck;
  private final Path warehouse;

  DeltaTables(DuckDb duck, Path warehouse) {
    this.duck = duck;
    this.warehouse = warehouse;
  }

  /** The tables of a schema whose log holds a commit. */
  List<String> in(String schema) {
    return Folders.names(warehouse.resolve(schema)).stream()
        .map(name -> schema + "." + name)
        .filter(table -> !commits(table).isEmpty())
        .toList();
  }

  /** The rows of a table as JSON objects, in no order; none if it is not there. */
  List<JsonNode> rows(String table) {
    return rows(table, "*");
  }

  /** The same, of some columns or expressions. */
  List<JsonNode> rows(String table, String columns) {
    List<String> files = files(table);
    if (files.isEmpty()) {
      return List.of();
    }
    String from =
        files.stream()
            .map(file -> "'" + folder(table).resolve(file) + "'")
            .collect(Collectors.joining(", ", "read_parquet([", "])"));
    String query = "SELECT to_json(t)::VARCHAR FROM (SELECT %s FROM %s) t".formatted(columns, from);
    return duck.rows(query).stream().map(row -> parse(row.get(0))).toList();
  }

  /** The rows as sorted texts, to be compared as multisets. */
  List<String> texts(String table, String columns) {
    return rows(table, columns).stream().map(JsonNode::toString).sorted().toList();
  }

  /** Every event, its times as the hash chain takes them. */
  List<JsonNode> events() {
    return rows(
        "registry.event",
        "* REPLACE (strftime(event_time, '%Y-%m-%dT%H:%M:%S.%fZ') AS event_time)");
  }

  private List<String> files(String table) {
    Map<String, Boolean> files = new TreeMap<>();
    for (String commit : commits(table)) {
      for (String line : lines(folder(table).resolve("_delta_log").resolve(commit))) {
        JsonNode action = parse(line);
        if (action.has("add")) {
          files.put(action.get("add").get("path").asText(), true);
        } else if (action.has("remove")) {
          files.remove(action.get("remove").get("path").asText());
        }
      }
    }
    return new ArrayList<>(files.keySet());
  }

  private List<String> commits(String table) {
    return Folders.names(folder(table).resolve("_delta_log")).stream()
        .filter(name -> name.matches("\\d{20}\\.json"))
        .toList();
  }

  private Path folder(String table) {
    return warehouse.resolve(table.replace('.', '/'));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
