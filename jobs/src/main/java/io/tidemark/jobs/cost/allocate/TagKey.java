package io.tidemark.jobs.cost.allocate;

import java.util.List;

/**
 * A tag's key, freed of the form its bill gives it.
 *
 * <p>The same key stands in bills as {@code resourceTags/user:CostCenter}, {@code
 * resource_tags_user_cost_center}, {@code user_cost_center} or {@code CostCenter}. The mark of the
 * format and then the user's scope are taken off, each once; other scopes stay and have to be
 * named.
 *
 * @param written the key as it stands in the bill or the rule
 * @param plain the key as its owner wrote it, as far as the bill keeps that
 * @param folded camelCase to snake case, lower case, every sign that is no letter or digit an
 *     underscore; a key of nothing but signs stays as it is
 */
public record TagKey(String written, String plain, String folded) {
  private static final List<String> FORMATS = List.of("resourceTags/", "resource_tags_");
  private static final List<String> USER = List.of("user:", "user_");

  /** Of a key in any of the forms. */
  public static TagKey of(String key) {
    String plain = without(USER, without(FORMATS, key));
    String folded = fold(plain);
    return new TagKey(key, plain, folded.isEmpty() ? plain : folded);
  }

  private static String without(List<String> marks, String key) {
    for (String mark : marks) {
      if (key.startsWith(mark)) {
        return key.substring(mark.length());
      }
    }
    return key;
  }

  private static String fold(String plain) {
    StringBuilder folded = new StringBuilder(plain.length() + 4);
    int before = '_';
    for (int sign : plain.codePoints().toArray()) {
      boolean starts =
          Character.isUpperCase(sign)
              && (Character.isLowerCase(before) || Character.isDigit(before));
      before = sign;
      if ((starts || !isOfWord(sign)) && !folded.isEmpty() && last(folded) != '_') {
        folded.append('_');
      }
      if (isOfWord(sign)) {
        folded.appendCodePoint(Character.toLowerCase(sign));
      }
    }
    if (!folded.isEmpty() && last(folded) == '_') {
      folded.setLength(folded.length() - 1);
    }
    return folded.toString();
  }

  private static char last(StringBuilder text) {
    return text.charAt(text.length() - 1);
  }

  // Many scripts write vowels as marks on a letter: without them different keys would be one.
  private static boolean isOfWord(int sign) {
    int type = Character.getType(sign);
    return Character.isLetterOrDigit(sign)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
