package io.tidemark.quality.profile;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Text as YAML that reads back as that text, whatever is in it. */
final class YamlText {
  private static final Set<String> NOT_TEXT =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  /** A scalar: plain where it surely is text, else quoted. */
  static String scalar(String text) {
    if (text.matches("[a-z_][a-z0-9_]*") && !NOT_TEXT.contains(text)) {
      return text;
    }
    if (text.codePoints().allMatch(YamlText::isPrintable)) {
      return "'" + text.replace("'", "''") + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(each -> quoted.append(escaped(each)));
    return quoted.append('"').toString();
  }

  /** A list on one line. */
  static String list(List<String> texts) {
    return texts.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  private static boolean isPrintable(int character) {
    if (character < 0x7F) {
      return character >= ' ';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escaped(int character) {
    if (character == '"' || character == '\\') {
      return "\\" + (char) character;
    }
    if (isPrintable(character)) {
      return Character.toString(character);
    }
    return character < 0x10000 ? "\\u%04X".formatted(character) : "\\U%08X".formatted(character);
  }
}
