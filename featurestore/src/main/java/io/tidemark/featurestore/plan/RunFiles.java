package io.tidemark.featurestore.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the Parquet files of a feature table are written: to be read forwards, in large batches. */
final class RunFiles {
  private static final String ROW_GROUP = Integer.toString(8 << 20);
  private static final String DICTIONARY = "parquet.enable.dictionary#";

  private RunFiles() {}

  /**
   * Properties of the table. Delta hands them to the Parquet writer, and drops a write's options.
   *
   * <p>Of keys and times every value is looked at, so they are copied from the file as they are;
   * out of a dictionary they would come one by one. Of features few values are looked at.
   */
  static SortedMap<String, String> properties(List<String> keys) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("parquet.block.size", ROW_GROUP);
    List<String> read = new ArrayList<>(keys);
    read.addAll(List.of(FeatureTable.EVENT_TS, FeatureTable.KNOWN_AT, FeatureTable.EFFECTIVE_TS));
    read.forEach(name -> properties.put(DICTIONARY + name, "false"));
    return properties;
  }
}
