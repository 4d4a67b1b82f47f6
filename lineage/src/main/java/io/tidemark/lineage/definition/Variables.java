package io.tidemark.lineage.definition;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References inside values: {@code ${var:x}}, {@code ${env:X}}, {@code ${aws-sm:arn}}. */
final class Variables {
  private static final Pattern SECRET = Pattern.compile("\\$\\{(env|aws-sm):([^{}$]*)}");

  private Variables() {}

  static String resolveSecrets(String value, Map<String, String> process) {
    if (!value.contains("${")) {
      return value;
    }
    Matcher m = SECRET.matcher(value);
    StringBuilder text = new StringBuilder();
    while (m.find()) {
      if (m.group(1).equals("aws-sm")) {
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
