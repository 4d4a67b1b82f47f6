package io.tidemark.jobs.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code data/generator.json}: that the data of a folder is ours, and how it was made.
 *
 * @param rows by table
 */
public record Generated(Knobs knobs, Map<Table, Long> rows) {

  /** Its file, relative to the project. */
  static final String FILE = "data/generator.json";

  private static final String GENERATOR = "tidemark bank";
  private static final int VERSION = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  public Generated {
    rows = Map.copyOf(rows);
  }

  /** What a folder says of its data; empty if it is none of ours. */
  public static Optional<Generated> of(Path project) {
    Path file = project.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw unreadable(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (json == null || !GENERATOR.equals(json.path("generator").asText())) {
      return Optional.empty();
    }
    if (json.path("version").asInt() != VERSION) {
      throw Refusal.of(
          "DEMO_OF_OTHER_VERSION",
          null,
          file + " was written by another version of the generator",
          "choose another folder");
    }
    return Optional.of(new Generated(knobs(json.path("knobs")), rows(json.path("rows"), file)));
  }

  /** How many rows a table has. */
  public long rows(Table table) {
    return rows.getOrDefault(table, 0L);
  }

  /** The rows of every table by its name. */
  public Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Table table : Table.values()) {
      counts.put(table.word(), rows(table));
    }
    return counts;
  }

  /** The first day that the data is about. */
  public LocalDate firstDay() {
    return Bank.FIRST_DAY;
  }

  /** The last day, whose end the files were made at. */
  public LocalDate lastDay() {
    return Bank.FIRST_DAY.plusDays(knobs.days() - 1);
  }

  /** The day on which something is wrong with card payments. */
  public LocalDate badDay() {
    return Bank.FIRST_DAY.plusDays(new Bank(knobs).badDay());
  }

  String text() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("generator", GENERATOR);
    document.put("version", VERSION);
    document.put("knobs", knobs.values());
    document.put("rows", counts());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Knobs knobs(JsonNode json) {
    Map<String, String> flags = new LinkedHashMap<>();
    json.fields().forEachRemaining(each -> flags.put("--" + each.getKey(), plain(each.getValue())));
    return Knobs.USUAL.with(flags);
  }

  private static String plain(JsonNode number) {
    return number.isIntegralNumber() ? number.asText() : number.decimalValue().toPlainString();
  }

  private static Map<Table, Long> rows(JsonNode json, Path file) {
    Map<Table, Long> rows = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      if (!json.path(table.word()).isIntegralNumber()) {
        throw unreadable(file);
      }
      rows.put(table, json.path(table.word()).asLong());
    }
    return rows;
  }

  private static Refusal unreadable(Path file) {
    return Refusal.of(
        "DEMO_UNREADABLE", null, file + " cannot be understood", "choose another folder");
  }
}
