package io.tidemark.jobs.cost;

/** Places as Hadoop calls them. */
public final class HadoopPath {
  private static final String AWS = "s3://";
  private static final String HADOOP = "s3a://";

  private HadoopPath() {}

  /** What Hadoop calls a place that AWS calls {@code s3://}; others are as they are. */
  public static String of(String path) {
    return path.startsWith(AWS) ? HADOOP + path.substring(AWS.length()) : path;
  }
}
