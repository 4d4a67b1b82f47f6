package io.tidemark.lineage.definition;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** References inside values: {@code ${var:x}}, {@code ${env:X}}, {@code ${aws-sm:arn}}. */
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:([a-z-]+):([^{}$]*)})?");

  private Variables() {}

  /** Which references a field may hold. */
  enum Allowed {
    NONE,
    VARIABLES,
    SECRETS
  }

  /**
   * The text with its variables replaced and its secrets left as they are; null after a problem.
   */
  static @Nullable String expand(String text, Allowed allowed, Cursor at) {
    if (!text.contains("${")) {
      return text;
    }
    Matcher m = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    boolean ok = true;
    while (m.find()) {
      String kind = m.group(1) == null ? "" : m.group(1);
      boolean variable = kind.equals("var");
      if (!variable && !kind.equals("env") && !kind.equals("aws-sm")) {
        at.error(
            "BAD_VARIABLE",
            "'${' begins no reference in " + at.path(),
            "write ${var:x}, ${env:X} or ${aws-sm:arn}, not nested");
        return null;
      }
      if (allowed == Allowed.NONE || (allowed == Allowed.VARIABLES && !variable)) {
        at.error(
            "BAD_VARIABLE",
            "'" + m.group() + "' is not allowed in " + at.path(),
            allowed == Allowed.NONE
                ? "write the value itself"
                : "secrets go into paths, urls, users, passwords and options");
        return null;
      }
      String value = variable ? at.variable(m.group(2)) : m.group();
      ok &= value != null;
      m.appendReplacement(expanded, Matcher.quoteReplacement(value == null ? "" : value));
    }
    return ok ? m.appendTail(expanded).toString() : null;
  }

  /** True if every part of a text that could be secret is a reference. */
  static boolean isSecretReference(String text) {
    Matcher m = REFERENCE.matcher(text);
    return m.matches() && m.group(1) != null && !m.group(1).equals("var");
  }

  static boolean mentionsSecret(String text) {
    return text.contains("${env:") || text.contains("${aws-sm:");
  }

  static String resolveSecrets(String value, Map<String, String> process) {
    if (!value.contains("${")) {
      return value;
    }
    Matcher m = REFERENCE.matcher(value);
    StringBuilder text = new StringBuilder();
    while (m.find()) {
      if (!"env".equals(m.group(1))) {
        throw Refusal.of(
            "NOT_SUPPORTED",
            null,
            "'" + m.group() + "' is not supported by this version of Tidemark yet",
            "use ${env:NAME}");
      }
      String found = process.get(m.group(2));
      if (found == null) {
        throw Refusal.of(
            "SECRET_MISSING",
            null,
            "The environment variable " + m.group(2) + " is not set",
            "set it, or change the value that refers to it");
      }
      m.appendReplacement(text, Matcher.quoteReplacement(found));
    }
    return m.appendTail(text).toString();
  }
}
