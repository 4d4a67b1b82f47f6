package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What both kinds of cost write in the same way. */
final class CostTypes {

  /** The decimals of money: DECIMAL(38,18). */
  static final int DECIMALS = 18;

  private static final String TAG = "tag.<key>";

  private CostTypes() {}

  /** A map from columns of a line or a ledger's row to the values that they are to have. */
  static ValueType<SortedMap<String, String>> match(List<String> keys) {
    return match(String.join("|", keys), keys);
  }

  /** The same, which may name tags as {@code tag.<key>} too. */
  static ValueType<SortedMap<String, String>> matchWithTags(List<String> keys) {
    List<String> all = new ArrayList<>(keys);
    all.add(TAG);
    return match(String.join("|", keys) + "|tag\\.\\S.*", all);
  }

  private static ValueType<SortedMap<String, String>> match(String regex, List<String> keys) {
    return Types.mapOf(
        Types.matching(regex, "one of " + String.join(", ", keys)), Types.someText("a value"));
  }
}
