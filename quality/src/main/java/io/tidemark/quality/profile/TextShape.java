package io.tidemark.quality.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The format that texts have in common, as a regular expression. */
final class TextShape {

  /** Fewer texts have something in common by chance. */
  static final int LEAST_TEXTS = 20;

  private static final int MOST_PARTS = 24;
  private static final int SHORTEST_HASH = 8;
  private static final List<String> FORMATS =
      List.of(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
          "[^@\\s]+@[^@\\s]+\\.[^@\\s]+", "https?://\\S+", "[+-]?[0-9]+(\\.[0-9]+)?");
  private static final String DIGIT = "[0-9]";

  private TextShape() {}

  /** A run of characters of one class, or one other character. */
  private record Part(String regex, int length) {}

  /**
   * The format of all the texts; none where they are too few, or have none worth checking: a word
   * is no format.
   */
  static Optional<String> of(List<String> texts) {
    if (texts.size() < LEAST_TEXTS) {
      return Optional.empty();
    }
    Optional<String> shape = runs(texts);
    return shape.isPresent() ? shape : known(texts);
  }

  private static Optional<String> known(List<String> texts) {
    List<String> formats = new ArrayList<>(FORMATS);
    int length = texts.get(0).length();
    if (length >= SHORTEST_HASH) {
      formats.add("[0-9a-f]{" + length + "}");
    }
    return formats.stream()
        .filter(format -> texts.stream().allMatch(Pattern.compile(format).asMatchPredicate()))
        .findFirst();
  }

  private static Optional<String> runs(List<String> texts) {
    List<Part> shape = parts(texts.get(0));
    boolean[] varies = new boolean[shape.size()];
    for (String text : texts) {
      List<Part> parts = parts(text);
      if (parts.size() != shape.size()) {
        return Optional.empty();
      }
      for (int i = 0; i < varies.length; i++) {
        if (!parts.get(i).regex().equals(shape.get(i).regex())) {
          return Optional.empty();
        }
        varies[i] |= parts.get(i).length() != shape.get(i).length();
      }
    }
    boolean formal = shape.stream().anyMatch(part -> part.regex().equals(DIGIT));
    if (!formal || shape.size() > MOST_PARTS) {
      return Optional.empty();
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < varies.length; i++) {
      int length = shape.get(i).length();
      regex.append(shape.get(i).regex());
      regex.append(varies[i] ? "+" : length == 1 ? "" : "{" + length + "}");
    }
    return Optional.of(regex.toString());
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    text.codePoints()
        .mapToObj(TextShape::regex)
        .forEach(
            regex -> {
              Part before = parts.isEmpty() ? null : parts.get(parts.size() - 1);
              if (before != null && before.regex().equals(regex)) {
                parts.set(parts.size() - 1, new Part(regex, before.length() + 1));
              } else {
                parts.add(new Part(regex, 1));
              }
            });
    return parts;
  }

  private static String regex(int character) {
    if (character >= '0' && character <= '9') {
      return DIGIT;
    } else if (character >= 'A' && character <= 'Z') {
      return "[A-Z]";
    } else if (character >= 'a' && character <= 'z') {
      return "[a-z]";
    }
    String literal = Character.toString(character);
    // What is no letter or digit may be escaped, whether it means something or not.
    return character < 0x80 && character != ' ' ? "\\" + literal : literal;
  }
}
