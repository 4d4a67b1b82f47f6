package io.tidemark.lineage.definition;

import io.tidemark.lineage.definition.Variables.Allowed;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Regular expressions, told where they are wrong. */
final class RegexType {
  private RegexType() {}

  static ValueType<Pattern> of() {
    return new ScalarType<>(
        "a regular expression",
        Allowed.NONE,
        Schemas.TEXT,
        false,
        RegexType::compiled,
        Pattern::pattern);
  }

  private static @Nullable Pattern compiled(String text, Cursor at) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      at.error(
          "BAD_VALUE",
          at.path().substring(at.path().lastIndexOf('.') + 1)
              + " is no regular expression: "
              + e.getDescription()
              + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)),
          "write it as Java reads it, in single quotes");
      return null;
    }
  }
}
