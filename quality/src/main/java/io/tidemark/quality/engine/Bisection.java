package io.tidemark.quality.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds, in a pass that fails, exactly those that it fails for. */
final class Bisection {

  private Bisection() {}

  /**
   * Does a pass for all items at once and, as long as it fails, for halves of them.
   *
   * @param pass gives as many results as it is given items, in their order
   * @param healthy throws if the pass would fail for whatever item; asked after the first failure
   * @return what came of each item: a result, or the failure of the pass with it alone
   */
  static <T, R> Map<T, Attempt<R>> run(
      List<T> items, Function<List<T>, List<R>> pass, Runnable healthy) {
    Map<T, Attempt<R>> found = new LinkedHashMap<>();
    try {
      put(items, pass.apply(items), found);
    } catch (Exception e) {
      if (items.size() > 1 && !fails(items, healthy, found)) {
        halves(items, pass, found);
      } else {
        items.forEach(each -> found.putIfAbsent(each, new Attempt.Thrown<>(e)));
      }
    }
    return found;
  }

  private static <T, R> boolean fails(List<T> items, Runnable healthy, Map<T, Attempt<R>> found) {
    try {
      healthy.run();
      return false;
    } catch (Exception e) {
      items.forEach(each -> found.put(each, new Attempt.Thrown<>(e)));
      return true;
    }
  }

  private static <T, R> void halves(
      List<T> items, Function<List<T>, List<R>> pass, Map<T, Attempt<R>> found) {
    int middle = items.size() / 2;
    for (List<T> half : List.of(items.subList(0, middle), items.subList(middle, items.size()))) {
      try {
        put(half, pass.apply(half), found);
      } catch (Exception e) {
        if (half.size() > 1) {
          halves(half, pass, found);
        } else {
          found.put(half.get(0), new Attempt.Thrown<>(e));
        }
      }
    }
  }

  private static <T, R> void put(List<T> items, List<R> results, Map<T, Attempt<R>> found) {
    List<R> all = new ArrayList<>(results);
    for (int i = 0; i < items.size(); i++) {
      found.put(items.get(i), new Attempt.Done<>(all.get(i)));
    }
  }

  /** What came of one item. */
  sealed interface Attempt<R> {

    record Done<R>(R result) implements Attempt<R> {}

    record Thrown<R>(Exception failure) implements Attempt<R> {}
  }
}
