package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Refusal;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cost report} is to tell.
 *
 * @param by what the cost is told apart by, besides its currency
 * @param from the first month; null with {@code to} for the newest one
 * @param to the last month, included
 * @param sections the parts to tell
 * @param against the version that the newest one is compared with; null for the one before it
 */
public record ReportKnobs(
    List<ReportColumn> by,
    @Nullable YearMonth from,
    @Nullable YearMonth to,
    EnumSet<ReportSection> sections,
    @Nullable Integer against) {
  static final String BY = "--by";
  static final String FROM = "--from";
  static final String TO = "--to";
  static final String SHOW = "--show";
  static final String AGAINST = "--against";

  /** The flags that set them, and what their help says. */
  static final Map<String, String> FLAGS = flags();

  /**
   * Reads them.
   *
   * @param flags values as typed, by flag
   * @throws Refusal if one is not possible
   */
  public static ReportKnobs of(Map<String, String> flags) {
    YearMonth from = month(flags, FROM);
    YearMonth to = month(flags, TO);
    if (from != null && to != null && from.isAfter(to)) {
      throw CommandLines.usage("--from " + from + " is after --to " + to, "swap them");
    }
    List<ReportColumn> by = words(flags, BY, ReportColumn.values(), ReportColumn::word);
    List<ReportSection> show = words(flags, SHOW, ReportSection.values(), ReportSection::word);
    return new ReportKnobs(
        by.isEmpty() ? List.of(ReportColumn.TEAM) : by,
        from == null ? to : from,
        to == null ? from : to,
        show.isEmpty() ? EnumSet.allOf(ReportSection.class) : EnumSet.copyOf(show),
        version(flags.get(AGAINST)));
  }

  private static @Nullable YearMonth month(Map<String, String> flags, String flag) {
    String text = flags.get(flag);
    if (text == null) {
      return null;
    }
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw CommandLines.usage(
          flag + " '" + text + "' is not a month", "write it as " + flag + " 2026-04");
    }
  }

  private static @Nullable Integer version(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw CommandLines.usage(
          AGAINST + " '" + text + "' is not a version", "write it as " + AGAINST + " 1");
    }
    return Integer.valueOf(text);
  }

  private static <T> List<T> words(
      Map<String, String> flags, String flag, T[] all, Function<T, String> word) {
    String text = flags.get(flag);
    if (text == null) {
      return List.of();
    }
    List<T> found = new ArrayList<>();
    List<String> known = Arrays.stream(all).map(word).toList();
    for (String each : text.split(",", -1)) {
      int at = known.indexOf(each);
      if (at < 0) {
        throw Flags.unknown(
            "USAGE", flag + " has no", each, known, "take some of " + String.join(",", known));
      }
      if (found.contains(all[at])) {
        throw CommandLines.usage(flag + " has '" + each + "' twice", "name it once");
      }
      found.add(all[at]);
    }
    return found;
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put(BY, "Tell cost apart by some of " + words(ReportColumn.values()) + " (team).");
    flags.put(FROM, "The first month, as 2026-04 (the newest that is published).");
    flags.put(TO, "The last month, included (the first).");
    flags.put(SHOW, "Only some of " + words(ReportSection.values()) + " (all).");
    flags.put(AGAINST, "Tell changes since this version of a month (the one before).");
    return Collections.unmodifiableMap(flags);
  }

  private static String words(ReportColumn[] columns) {
    return String.join(",", Arrays.stream(columns).map(ReportColumn::word).toList());
  }

  private static String words(ReportSection[] sections) {
    return String.join(",", Arrays.stream(sections).map(ReportSection::word).toList());
  }
}
