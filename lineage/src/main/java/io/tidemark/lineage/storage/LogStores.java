package io.tidemark.lineage.storage;

import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Which log store commits to the Delta tables of which file system. */
public final class LogStores {

  private static final String S3A = "s3a";
  private static final String S3_STORE = "io.tidemark.lineage.storage.S3LogStore";

  // By name: without the jars of S3 the class of its store cannot even be looked at.
  private static final Map<String, String> BY_SCHEME =
      Map.of("file", LocalLogStore.class.getName(), S3A, S3_STORE);

  private static final String PUT =
      "software.amazon.awssdk.services.s3.model.PutObjectRequest$Builder";
  private static final List<String> NEEDED =
      List.of("org.apache.hadoop.fs.s3a.S3AInternals", S3_STORE);

  private static final Set<String> OTHERS_OF_S3 = Set.of("s3", "s3n");

  private LogStores() {}

  /** What a Spark session has to be started with: Delta reads it when the context begins. */
  public static SortedMap<String, String> sparkSettings() {
    SortedMap<String, String> settings = new TreeMap<>();
    BY_SCHEME.forEach((scheme, store) -> settings.put(sparkKey(scheme), store));
    return settings;
  }

  /**
   * A copy of a configuration with which Delta Kernel commits the same way, where it does not name
   * another store itself.
   */
  public static Configuration forKernel(Configuration conf) {
    Configuration copy = new Configuration(conf);
    BY_SCHEME.forEach((scheme, store) -> copy.setIfUnset(kernelKey(scheme), store));
    return copy;
  }

  /**
   * Refuses S3 under a name that is not S3A's.
   *
   * @param warehouse a path or URI
   */
  public static void requireKnownScheme(String warehouse) {
    String scheme = scheme(warehouse);
    if (OTHERS_OF_S3.contains(scheme)) {
      throw Refusal.of(
          "UNKNOWN_STORAGE",
          null,
          "the warehouse "
              + warehouse
              + " names S3 as "
              + scheme
              + "://, which has no safe commits",
          "write s3a://" + warehouse.substring(scheme.length() + 3) + ", which is the same place");
    }
  }

  /**
   * Refuses to write to S3 by a store that loses commits when several clusters write: any but
   * {@link S3LogStore}. Other file systems have safe stores in Delta.
   *
   * @param spark the settings of the Spark context, null where one is not set
   * @param kernel the configuration that Delta Kernel commits with
   */
  public static void requireSafeCommits(
      String warehouse, UnaryOperator<@Nullable String> spark, Configuration kernel) {
    if (!scheme(warehouse).equals(S3A)) {
      return;
    }
    String key = sparkKey(S3A);
    String bare = key.substring("spark.".length());
    requireStore(warehouse, key, spark.apply(key) == null ? spark.apply(bare) : spark.apply(key));
    requireStore(warehouse, kernelKey(S3A), kernel.get(kernelKey(S3A)));
    requireLoadable(warehouse);
  }

  private static void requireStore(String warehouse, String key, @Nullable String store) {
    if (!S3_STORE.equals(store)) {
      throw unsafe(
          warehouse,
          key + " is " + Objects.requireNonNullElse(store, "not set"),
          "set it to " + S3_STORE);
    }
  }

  private static void requireLoadable(String warehouse) {
    try {
      for (String needed : NEEDED) {
        Class.forName(needed, false, LogStores.class.getClassLoader());
      }
      Class.forName(PUT).getMethod("ifNoneMatch", String.class);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw unsafe(
          warehouse,
          "its log store cannot be loaded: " + e,
          "put hadoop-aws 3.4 and version 2.29 or newer of the AWS SDK on the class path");
    }
  }

  private static Refusal unsafe(String warehouse, String why, String fix) {
    return Refusal.of(
        "UNSAFE_COMMITS",
        null,
        "several writers of the warehouse " + warehouse + " would lose commits: " + why,
        fix + ", or say warehouseWriters: single in the project and keep to it");
  }

  private static String sparkKey(String scheme) {
    return "spark.delta.logStore." + scheme + ".impl";
  }

  private static String kernelKey(String scheme) {
    return "io.delta.kernel.logStore." + scheme + ".impl";
  }

  private static String scheme(String location) {
    int end = location.indexOf("://");
    return end < 0 ? "" : location.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
