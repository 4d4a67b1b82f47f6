package io.tidemark.lineage.storage;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the environment variables of the AWS tools say, as S3A's settings: {@code
 * AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}, {@code AWS_REGION} or {@code
 * AWS_DEFAULT_REGION}, and {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code
 * AWS_SESSION_TOKEN}. S3A itself reads the credentials of its own process only.
 */
public final class S3Environment {

  private static final String PREFIX = "fs.s3a.";
  private static final String SPARKS_DEFAULT = "Set by Spark to default values";

  private S3Environment() {}

  /**
   * The settings that a configuration lacks. An endpoint is taken for a server that knows buckets
   * by path, as all but Amazon's do.
   */
  public static SortedMap<String, String> settings(
      Map<String, String> environment, Configuration conf) {
    SortedMap<String, String> said = new TreeMap<>();
    String endpoint = first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    put(said, "endpoint", endpoint);
    put(said, "path.style.access", endpoint == null ? null : "true");
    // A mistyped endpoint is told in seconds; with Hadoop's patience it takes two minutes.
    put(said, "retry.limit", endpoint == null ? null : "4");
    put(said, "endpoint.region", first(environment, "AWS_REGION", "AWS_DEFAULT_REGION"));
    String key = first(environment, "AWS_ACCESS_KEY_ID");
    String secret = first(environment, "AWS_SECRET_ACCESS_KEY");
    if (key != null && secret != null && !isSet(conf, PREFIX + "access.key")) {
      put(said, "access.key", key);
      put(said, "secret.key", secret);
      put(said, "session.token", first(environment, "AWS_SESSION_TOKEN"));
    }
    said.keySet().removeIf(each -> isSet(conf, each));
    return said;
  }

  private static void put(Map<String, String> said, String key, @Nullable String value) {
    if (value != null) {
      said.put(PREFIX + key, value);
    }
  }

  private static @Nullable String first(Map<String, String> environment, String... names) {
    return Arrays.stream(names)
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElse(null);
  }

  // Hadoop says of each value where it comes from; Spark gives every job Amazon's endpoint.
  private static boolean isSet(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources != null
        && !Arrays.stream(sources)
            .allMatch(source -> source.endsWith("-default.xml") || source.equals(SPARKS_DEFAULT));
  }
}
