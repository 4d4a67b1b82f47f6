package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The values of the flags matched anywhere on a command line, before or after the verb. */
final class Flags {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private final List<ParseResult> levels;

  Flags(List<ParseResult> levels) {
    this.levels = List.copyOf(levels);
  }

  GlobalOptions global() {
    return new GlobalOptions(
        text("--project"),
        text("--env"),
        text("--target"),
        choice("--output", Output.values(), Output::word).flatMap(Output::of).orElse(Output.TABLE),
        day("--date"),
        time("--now"),
        given("--quiet"),
        given("--verbose"),
        choice("--color", Color.values(), Color::word).flatMap(Color::of).orElse(Color.AUTO),
        given("--yes"),
        variables());
  }

  /** The values of those of some flags that are given. */
  SortedMap<String, String> values(Set<String> names) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String name : names) {
      String text = text(name);
      if (text != null) {
        values.put(name, text);
      }
    }
    return values;
  }

  boolean given(String name) {
    return levels.stream().anyMatch(level -> level.hasMatchedOption(name));
  }

  @Nullable LocalDate day(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text, DAY);
    } catch (DateTimeException e) {
      throw CommandLines.usage(
          name + " '" + text + "' is not a day", "write it as " + name + " 2026-06-30");
    }
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    return text == null ? null : time(name, text);
  }

  /** A time as flags write it. */
  static Instant time(String name, String text) {
    Instant time;
    try {
      time = ZonedDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw CommandLines.usage(
          name + " '" + text + "' is not a time with a zone",
          "write it as " + name + " 2026-06-30T12:00:00Z");
    }
    if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
      throw CommandLines.usage(
          name + " '" + text + "' is finer than microseconds", "give at most six fraction digits");
    }
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw CommandLines.usage(
          name + " '" + text + "' is not in the years 1 to 9999", "give a time in them");
    }
    return time;
  }

  private SortedMap<String, String> variables() {
    SortedMap<String, String> variables = new TreeMap<>();
    for (String pair : texts("--set")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw CommandLines.usage(
            "--set '" + pair + "' is not key=value", "write it as --set region=eu-west-1");
      }
      String before = variables.put(pair.substring(0, equals), pair.substring(equals + 1));
      if (before != null) {
        throw CommandLines.usage(
            "--set gives '" + pair.substring(0, equals) + "' twice", "give it once");
      }
    }
    return variables;
  }

  private <T> Optional<String> choice(String name, T[] values, Function<T, String> word) {
    String text = text(name);
    if (text == null) {
      return Optional.empty();
    }
    List<String> words = Arrays.stream(values).map(word).toList();
    if (!words.contains(text)) {
      throw CommandLines.usage(
          name + " '" + text + "' is not one of its forms",
          words.stream().collect(Collectors.joining(", ", "use one of ", "")));
    }
    return Optional.of(text);
  }

  private @Nullable String text(String name) {
    List<String> texts = texts(name);
    if (texts.size() > 1) {
      throw CommandLines.usage(name + " is given twice", "give it once");
    }
    return texts.isEmpty() ? null : texts.get(0);
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (ParseResult level : levels) {
      OptionSpec option = level.matchedOption(name);
      if (option != null) {
        texts.addAll(option.stringValues());
      }
    }
    return texts;
  }

  static Refusal unknown(String code, String what, String word, List<String> known, String help) {
    return Nearest.to(word, known)
        .map(near -> Refusal.of(code, null, what + " '" + word + "'", "did you mean " + near + "?"))
        .orElseGet(() -> Refusal.of(code, null, what + " '" + word + "'", help));
  }
}
