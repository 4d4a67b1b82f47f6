package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.definition.SharedRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which lines are everybody's: the first rule all of whose keys a line of use or purchase has. */
public final class SharedMatcher {
  private static final String TAG = "tag.";

  private final List<SharedRule> rules;

  /** Rules in the order of the file. */
  public SharedMatcher(List<SharedRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The rule of a line; split-cost rows carry no money and have none. */
  public Optional<SharedRule> of(BillLine line) {
    boolean maybe = line.category() == Category.USAGE || line.category() == Category.PURCHASE;
    if (rules.isEmpty() || !maybe || line.detail().splitParent() != null) {
      return Optional.empty();
    }
    return rules.stream().filter(rule -> matches(rule, line)).findFirst();
  }

  private static boolean matches(SharedRule rule, BillLine line) {
    return rule.match().entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(value(entry.getKey(), line)));
  }

  private static @Nullable String value(String key, BillLine line) {
    if (key.startsWith(TAG)) {
      TagKey tag = TagKey.of(key.substring(TAG.length()));
      return new LineTags(line.tags()).get(tag).orElse(null);
    }
    return switch (key) {
      case "service" -> line.service();
      case "account" -> line.account();
      case "usage_type" -> line.usageType();
      case "operation" -> line.operation();
      case "region" -> line.region();
      case "resource_id" -> line.resourceId();
      case "line_type" -> line.lineType();
      default -> throw new IllegalArgumentException("nothing of a line is called " + key);
    };
  }
}
