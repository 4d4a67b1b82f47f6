package io.tidemark.jobs.definition;

import static io.tidemark.jobs.demo.FlagNumbers.whole;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench profile} measures.
 *
 * @param numeric columns of numbers, DOUBLE
 * @param text columns of text
 * @param sample rows that Deequ profiles, the first ones
 * @param rounds how often each thing is measured, in turn
 * @param dir where the data lie and stay; null for a temporary folder
 */
public record ProfileKnobs(
    long seed, long rows, int numeric, int text, long sample, int rounds, @Nullable String dir) {
  private static final String DIR = "--dir";
  private static final long MOST = 1_000_000_000L;

  /** What stands where nothing is said. */
  private static final ProfileKnobs USUAL = new ProfileKnobs(7, 1_000_000, 20, 5, 20_000, 5, null);

  /** The flags that set them, and what their help says. */
  static final Map<String, String> FLAGS = flags();

  /**
   * The usual knobs with some of them set.
   *
   * @param flags values as typed, by flag
   * @throws io.tidemark.lineage.definition.Refusal if one is not possible
   */
  public static ProfileKnobs of(Map<String, String> flags) {
    return new ProfileKnobs(
        whole(flags, "--seed", USUAL.seed, -MOST, MOST),
        whole(flags, "--rows", USUAL.rows, 1, MOST),
        (int) whole(flags, "--numeric", USUAL.numeric, 1, 1000),
        (int) whole(flags, "--text", USUAL.text, 0, 1000),
        whole(flags, "--sample", USUAL.sample, 0, MOST),
        (int) whole(flags, "--rounds", USUAL.rounds, 1, 1000),
        flags.get(DIR));
  }

  /** Those that decide what the files hold, by flag. */
  public Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("--seed", Long.toString(seed));
    data.put("--rows", Long.toString(rows));
    data.put("--numeric", Integer.toString(numeric));
    data.put("--text", Integer.toString(text));
    return data;
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--seed", "Another seed is other data" + usual(USUAL.seed));
    flags.put("--rows", "Rows of the table" + usual(USUAL.rows));
    flags.put("--numeric", "Its columns of numbers" + usual(USUAL.numeric));
    flags.put("--text", "Its columns of text" + usual(USUAL.text));
    flags.put("--sample", "Rows that Deequ profiles, 0 for none" + usual(USUAL.sample));
    flags.put("--rounds", "How often each thing is measured, in turn" + usual(USUAL.rounds));
    flags.put(DIR, "Keep the data in this folder, or use those there (a temporary one).");
    return Collections.unmodifiableMap(flags);
  }

  private static String usual(Number value) {
    return " (" + value + ").";
  }
}
