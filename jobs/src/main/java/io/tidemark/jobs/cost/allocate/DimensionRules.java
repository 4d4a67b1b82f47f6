package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.DimensionRule;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who a share belongs to: for each dimension the first rule that gives a value. */
public final class DimensionRules {
  private static final String DEFAULT = "default";
  private static final String UNALLOCATED = "unallocated";

  private final Map<Dimension, List<DimensionRule>> rules = new EnumMap<>(Dimension.class);
  private final Map<String, TagKey> tagKeys = new HashMap<>();
  private final String unallocatedTeam;

  /** A dimension without rules has the run's field, then the tag of its name. */
  public DimensionRules(Map<Dimension, List<DimensionRule>> declared) {
    for (Dimension dimension : Dimension.values()) {
      String word = dimension.word();
      List<DimensionRule> usual =
          List.of(new DimensionRule.Run(word), new DimensionRule.Tag(word, null));
      rules.put(dimension, declared.getOrDefault(dimension, usual));
    }
    rules.values().stream()
        .flatMap(List::stream)
        .filter(DimensionRule.Tag.class::isInstance)
        .map(DimensionRule.Tag.class::cast)
        .forEach(tag -> tagKeys.put(tag.key(), TagKey.of(tag.key())));
    this.unallocatedTeam =
        rules.getOrDefault(Dimension.TEAM, List.of()).stream()
            .filter(DimensionRule.Default.class::isInstance)
            .map(rule -> ((DimensionRule.Default) rule).value())
            .findFirst()
            .orElse(UNALLOCATED);
  }

  /** The team that stands for none: the default of the team's rules. */
  public String unallocatedTeam() {
    return unallocatedTeam;
  }

  /** Of what nobody is found for. */
  public Attribution nobody() {
    return new Attribution(
        Map.of(Dimension.TEAM, unallocatedTeam), Map.of(Dimension.TEAM, DEFAULT));
  }

  /** Of a line by its own tags, without any run. */
  public Attribution of(BillLine line) {
    return of(valuesOf(line, new LineTags(line.tags())), null);
  }

  /** Whether nothing but the default gave the team. */
  static boolean isNobodys(Attribution attribution) {
    return DEFAULT.equals(attribution.provenance().get(Dimension.TEAM));
  }

  /**
   * What a line gives to each rule, in the order of dimensions and rules; rules over runs get
   * nothing. Lines that give the same are attributed alike.
   */
  LineValues valuesOf(BillLine line, LineTags tags) {
    int count = rules.values().stream().mapToInt(List::size).sum();
    @Nullable String[] values = new @Nullable String[count];
    int at = 0;
    for (List<DimensionRule> list : rules.values()) {
      for (DimensionRule rule : list) {
        values[at++] = ofLine(rule, line, tags);
      }
    }
    return new LineValues(Collections.unmodifiableList(Arrays.asList(values)));
  }

  /**
   * The dimensions of a share of a line.
   *
   * @param run who gets it; null where it is no run
   */
  Attribution of(LineValues line, @Nullable RunFacts run) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    Map<Dimension, String> provenance = new EnumMap<>(Dimension.class);
    int at = 0;
    for (Map.Entry<Dimension, List<DimensionRule>> entry : rules.entrySet()) {
      for (DimensionRule rule : entry.getValue()) {
        String value = line.values().get(at++);
        if (value == null && run != null) {
          value = ofRun(rule, run);
        }
        if (value != null && Blank.isSaid(value) && !values.containsKey(entry.getKey())) {
          values.put(entry.getKey(), value);
          provenance.put(entry.getKey(), rule.word());
        }
      }
    }
    if (!values.containsKey(Dimension.TEAM)) {
      values.put(Dimension.TEAM, unallocatedTeam);
      provenance.put(Dimension.TEAM, DEFAULT);
    }
    return new Attribution(values, provenance);
  }

  private @Nullable String ofLine(DimensionRule rule, BillLine line, LineTags tags) {
    if (rule instanceof DimensionRule.Tag tag) {
      TagKey key = tagKeys.get(tag.key());
      String value = key == null ? null : tags.get(key).orElse(null);
      return tag.map() == null || value == null ? value : tag.map().get(value);
    }
    if (rule instanceof DimensionRule.Arn arn) {
      return found(arn.pattern(), line.resourceId());
    }
    if (rule instanceof DimensionRule.Account account) {
      return line.account() == null ? null : account.map().get(line.account());
    }
    return rule instanceof DimensionRule.Default last ? last.value() : null;
  }

  private static @Nullable String ofRun(DimensionRule rule, RunFacts run) {
    if (rule instanceof DimensionRule.Run field) {
      return run.fields().get(field.field());
    }
    return rule instanceof DimensionRule.AppName app ? found(app.pattern(), run.appName()) : null;
  }

  private static @Nullable String found(Pattern pattern, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
  }

  /** See {@link #valuesOf}. */
  record LineValues(List<@Nullable String> values) {}
}
