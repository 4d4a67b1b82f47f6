package io.tidemark.lineage.definition;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What was probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate nearest to a word, if one is near. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    String best = null;
    int least = word.length() <= 3 ? 2 : Math.max(2, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int d = distance(lower, candidate.toLowerCase(Locale.ROOT), least);
      if (d < least && d < Math.max(candidate.length(), 2)) {
        least = d;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The same as a question: {@code did you mean 'x'?}. */
  public static Optional<String> hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(w -> "did you mean '" + w + "'?");
  }

  /** Insertions, deletions, replacements and swaps of neighbours; at most {@code limit}. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
