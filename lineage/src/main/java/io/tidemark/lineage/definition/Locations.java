package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths as definitions write them: relative to the project, absolute, or a URI. */
final class Locations {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

  private Locations() {}

  static boolean isRelative(String path) {
    return !path.startsWith("/") && !URI.matcher(path).matches();
  }

  static String under(Path root, String relative) {
    return root.resolve(relative).normalize().toString();
  }
}
