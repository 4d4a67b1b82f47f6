package io.tidemark.lineage.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths as definitions write them: relative to the project, absolute, or a URI. */
final class Locations {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
  private static final Pattern CREDENTIALS =
      Pattern.compile("//[^/@\\s:]*:(?!\\$\\{(?:env|aws-sm):)[^/@\\s]+@");
  private static final Pattern PASSWORD =
      Pattern.compile(
          "password\\s*=\\s*(?!\\$\\{(?:env|aws-sm):)[^\\s&;]", Pattern.CASE_INSENSITIVE);

  private static final List<String> SECRET_WORDS =
      List.of("password", "secret", "token", "accesskey");

  private Locations() {}

  static boolean isRelative(String path) {
    return !path.startsWith("/") && !URI.matcher(path).matches();
  }

  static String under(Path root, String relative) {
    return root.resolve(relative).normalize().toString();
  }

  /** True if a path that needs nothing else to be known is relative, and there is no file at it. */
  static boolean isMissing(String path, Path root) {
    return isRelative(path)
        && !path.contains("${")
        && !Files.isRegularFile(root.resolve(path).normalize());
  }

  /** True if a URL holds a user's password that is not a reference. */
  static boolean showsSecret(String url) {
    return CREDENTIALS.matcher(url).find() || PASSWORD.matcher(url).find();
  }

  /** True if the key of an option, the last of a path, calls its value a secret. */
  static boolean namesSecret(String path) {
    int options = path.lastIndexOf("options.");
    String key =
        path.substring(options < 0 ? 0 : options + 8)
            .replaceAll("[^A-Za-z0-9]", "")
            .toLowerCase(Locale.ROOT);
    return SECRET_WORDS.stream().anyMatch(key::contains);
  }

  /** A path that may be used; null after a problem. */
  static @Nullable String checked(String path, Cursor at, boolean anywhere) {
    if (path.isBlank()) {
      return null;
    }
    if (showsSecret(path)) {
      clear(at);
      return null;
    }
    if (path.startsWith("${env:") || path.startsWith("${aws-sm:")) {
      return path;
    }
    if (!isRelative(path)) {
      if (anywhere) {
        return path;
      }
      at.error(
          "PATH_OUTSIDE_PROJECT",
          at.path() + " is '" + path + "', which is not relative",
          "give a file of the project");
      return null;
    }
    if (leaves(path, at.reading().root())) {
      at.error(
          "PATH_OUTSIDE_PROJECT",
          at.path() + " is '" + path + "', which leaves the project",
          anywhere ? "give an absolute path or a URI" : "give a file of the project");
      return null;
    }
    return path;
  }

  static void clear(Cursor at) {
    at.error(
        "SECRET_IN_CLEAR",
        at.path() + " holds a secret in the clear",
        "refer to it as ${env:NAME} or ${aws-sm:arn}");
  }

  /** True if a relative path ends outside a folder, after {@code ..} and symlinks. */
  static boolean leaves(String relative, Path root) {
    var glob = GLOB.matcher(relative);
    String fixed = relative;
    if (glob.find()) {
      if (relative.indexOf("..", glob.start()) >= 0) {
        return true;
      }
      fixed = relative.substring(0, relative.lastIndexOf('/', glob.start()) + 1);
    }
    try {
      Path target = root.resolve(fixed).normalize();
      if (!target.startsWith(root)) {
        return true;
      }
      // The unnormalised path, because a symlink followed by .. is not where it was.
      Path walked = root;
      for (Path part : Path.of(fixed)) {
        walked = walked.resolve(part);
        if (Files.exists(walked, LinkOption.NOFOLLOW_LINKS)
            && Files.exists(walked)
            && !walked.toRealPath().startsWith(root)) {
          return true;
        }
      }
      return false;
    } catch (IOException | InvalidPathException e) {
      return true;
    }
  }
}
