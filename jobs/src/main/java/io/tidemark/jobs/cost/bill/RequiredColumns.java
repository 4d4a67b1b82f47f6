package io.tidemark.jobs.cost.bill;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which columns a file of a bill must have, and must not have twice. */
final class RequiredColumns {
  private RequiredColumns() {}

  /**
   * Checks a file's columns.
   *
   * @throws UnreadableRecordException if one is missing or there twice
   */
  static void check(FileColumns columns, LineReader reader) {
    Map<String, Integer> places = columns.places();
    List<String> missing =
        reader.needed().stream()
            .filter(name -> !places.containsKey(FileColumns.folded(name)))
            .toList();
    if (!missing.isEmpty()) {
      throw new UnreadableRecordException(
          "it lacks the columns " + String.join(", ", missing) + "; is it of that format?");
    }
    Set<String> seen = new HashSet<>();
    for (String name : columns.names()) {
      if (reader.reads(FileColumns.folded(name)) && !seen.add(name)) {
        throw new UnreadableRecordException("it has the column " + name + " twice");
      }
    }
  }
}
