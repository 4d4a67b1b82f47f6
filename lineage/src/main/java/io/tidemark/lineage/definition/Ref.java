package io.tidemark.lineage.definition;

/**
 * The name of a definition: {@code name@N} for versioned kinds, {@code name} for others.
 *
 * @param version 0 for kinds without versions
 */
public record Ref(String name, int version) implements Comparable<Ref> {

  /**
   * Reads {@code name} or {@code name@N}.
   *
   * @throws IllegalArgumentException if what follows the {@code @} is not an integer of at least 1
   */
  public static Ref parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return new Ref(text, 0);
    }
    String version = text.substring(at + 1);
    if (!version.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("'" + text + "' is not name@N");
    }
    return new Ref(text.substring(0, at), Integer.parseInt(version));
  }

  @Override
  public int compareTo(Ref other) {
    int names = name.compareTo(other.name);
    return names != 0 ? names : Integer.compare(version, other.version);
  }

  @Override
  public String toString() {
    return version == 0 ? name : name + "@" + version;
  }
}
