package io.tidemark.jobs.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Commands as text that a POSIX shell reads back as they were meant. */
public final class Shell {

  /** The system property that says how the launcher was called. */
  public static final String LAUNCHER = "tidemark.command";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final Pattern QUOTABLE = Pattern.compile("[^\"$`\\\\!]*");

  private Shell() {}

  /** How the reader calls Tidemark here, followed by these arguments. */
  public static String tidemark(String... args) {
    List<String> words = new ArrayList<>();
    words.add(word(System.getProperty(LAUNCHER, "tidemark")));
    for (String arg : args) {
      words.add(word(arg));
    }
    return String.join(" ", words);
  }

  /** One argument, quoted where it has to be. */
  public static String word(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    return QUOTABLE.matcher(text).matches()
        ? '"' + text + '"'
        : "'" + text.replace("'", "'\\''") + "'";
  }
}
