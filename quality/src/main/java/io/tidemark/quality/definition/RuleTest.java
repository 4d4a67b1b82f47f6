package io.tidemark.quality.definition;

import java.util.List;
import java.util.SortedMap;

/**
 * Rows that a row rule must pass and rows that it must fail.
 *
 * @param rule the rule's id
 * @param pass rows as column to the text that the file gives, read as the column's type; what is
 *     absent or null is NULL
 */
public record RuleTest(
    String rule, List<SortedMap<String, Object>> pass, List<SortedMap<String, Object>> fail) {

  public RuleTest {
    pass = List.copyOf(pass);
    fail = List.copyOf(fail);
  }
}
