package io.tidemark.lineage.storage;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Which log store commits to the Delta tables of which file system. */
public final class LogStores {

  private static final Map<String, String> BY_SCHEME =
      Map.of("file", LocalLogStore.class.getName());

  private LogStores() {}

  /** What a Spark session has to be started with: Delta reads it when the context begins. */
  public static SortedMap<String, String> sparkSettings() {
    SortedMap<String, String> settings = new TreeMap<>();
    BY_SCHEME.forEach(
        (scheme, store) -> settings.put("spark.delta.logStore." + scheme + ".impl", store));
    return settings;
  }

  /** A copy of a configuration with which Delta Kernel commits the same way. */
  public static Configuration forKernel(Configuration conf) {
    Configuration copy = new Configuration(conf);
    BY_SCHEME.forEach(
        (scheme, store) -> copy.set("io.delta.kernel.logStore." + scheme + ".impl", store));
    return copy;
  }
}
