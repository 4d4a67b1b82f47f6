package io.tidemark.jobs.cost.allocate;

/**
 * A tag's key, freed of the form its bill gives it.
 *
 * <p>The same key stands in bills as {@code resourceTags/user:CostCenter}, {@code
 * resource_tags_user_cost_center}, {@code user_cost_center} or {@code CostCenter}. The marks of the
 * format and the user's scope are taken off; other scopes stay and have to be named.
 *
 * @param plain the key as its owner wrote it, as far as the bill keeps that
 * @param folded camelCase to snake case, lower case, every other sign an underscore
 */
public record TagKey(String plain, String folded) {

  /** Of a key in any of the forms. */
  public static TagKey of(String key) {
    String plain = key;
    for (String mark : new String[] {"resourceTags/", "resource_tags_", "user:", "user_"}) {
      plain = plain.startsWith(mark) ? plain.substring(mark.length()) : plain;
    }
    return new TagKey(plain, fold(plain));
  }

  private static String fold(String plain) {
    StringBuilder folded = new StringBuilder(plain.length() + 4);
    for (int i = 0; i < plain.length(); i++) {
      char sign = plain.charAt(i);
      boolean upper = sign >= 'A' && sign <= 'Z';
      if (upper && i > 0 && isLowerOrDigit(plain.charAt(i - 1))) {
        folded.append('_');
      }
      char lower = upper ? (char) (sign - 'A' + 'a') : sign;
      if (isLowerOrDigit(lower)) {
        folded.append(lower);
      } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != '_') {
        folded.append('_');
      }
    }
    int last = folded.length() - 1;
    return last >= 0 && folded.charAt(last) == '_' ? folded.substring(0, last) : folded.toString();
  }

  private static boolean isLowerOrDigit(char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9');
  }
}
