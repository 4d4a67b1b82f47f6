package io.tidemark.featurestore.oracle;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The key columns of a spine: two of each type, {@code k0} the first of the first type. */
final class KeyColumns {
  private static final int TYPES = RandomValues.KEY_TYPES.size();

  /** Their names. */
  static final List<String> ALL = IntStream.range(0, 2 * TYPES).mapToObj(i -> "k" + i).toList();

  private KeyColumns() {}

  static String type(String column) {
    return RandomValues.KEY_TYPES.get(number(column) % TYPES);
  }

  /** A value of a column, NULL once in so many times. */
  static @Nullable Object value(Random random, String column, int universe, int nulls) {
    boolean second = number(column) >= TYPES;
    return random.nextInt(nulls) == 0
        ? null
        : RandomValues.key(random, type(column), second, universe);
  }

  private static int number(String column) {
    return Integer.parseInt(column.substring(1));
  }
}
