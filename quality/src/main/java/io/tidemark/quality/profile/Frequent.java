package io.tidemark.quality.profile;

import io.tidemark.quality.profile.ColumnProfile.Item;
import io.tidemark.quality.profile.ColumnProfile.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What counted keys say of a column's values. */
final class Frequent {
  private static final Comparator<Item> ORDER =
      Comparator.comparingLong(Item::count).reversed().thenComparing(Item::value);

  private Frequent() {}

  /** A key and its name as text. */
  @FunctionalInterface
  interface Text {
    String of(long key, byte[] name);
  }

  /** The values of a column, the frequent ones as text. */
  static Values values(KeyCounts keys, ColumnState.Head head, Text text) {
    List<Item> items = new ArrayList<>();
    keys.forEach((key, name, count) -> items.add(new Item(text.of(key, name), count)));
    items.sort(ORDER);
    return new Values(
        distinct(keys, head),
        keys.isExact(),
        items.subList(0, Math.min(items.size(), Values.MOST_FREQUENT)));
  }

  /** The values of a column that has no text. */
  static Values nameless(KeyCounts keys, ColumnState.Head head) {
    return new Values(distinct(keys, head), keys.isExact(), List.of());
  }

  private static long distinct(KeyCounts keys, ColumnState.Head head) {
    return Math.min(keys.distinct(), head.rows() - head.nulls());
  }
}
