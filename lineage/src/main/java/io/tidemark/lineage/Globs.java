package io.tidemark.lineage;

/** Paths in which {@code *}, {@code ?}, {@code [a]} and <code>{a,b}</code> stand for others. */
public final class Globs {

  private Globs() {}

  /** A path below a folder; glob characters in the folder's own name stand for themselves. */
  public static String below(String path, String folder) {
    return path.startsWith(folder) ? literal(folder) + path.substring(folder.length()) : path;
  }

  /** A path whose glob characters stand for themselves. */
  public static String literal(String path) {
    return path.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }
}
