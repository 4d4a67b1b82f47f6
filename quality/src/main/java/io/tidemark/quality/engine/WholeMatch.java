package io.tidemark.quality.engine;

import java.util.regex.Pattern;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** Whether a whole text matches a pattern; SQL's own RLIKE is content with a part of it. */
final class WholeMatch implements UDF1<@Nullable String, @Nullable Boolean> {
  private static final long serialVersionUID = 1L;

  private final String regex;
  private transient @Nullable Pattern pattern;

  WholeMatch(String regex) {
    this.regex = regex;
  }

  @Override
  public @Nullable Boolean call(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (pattern == null) {
      pattern = Pattern.compile(regex);
    }
    try {
      return pattern.matcher(text).matches();
    } catch (StackOverflowError e) {
      throw new IllegalStateException(
          "the pattern " + regex + " is too deep for a text of " + text.length() + " characters",
          e);
    }
  }
}
