package io.tidemark.jobs.definition;

import static io.tidemark.jobs.demo.FlagNumbers.whole;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench cost} measures.
 *
 * @param lines of the bill at least
 * @param clusters EMR clusters on EC2
 * @param hours of the month in which they are up
 * @param runs Spark applications of each cluster
 * @param megabytes how long the event log is that reading is measured on; 0 for none
 * @param dir where the data lie and stay; null for a temporary folder
 */
public record CostKnobs(
    long seed, long lines, int clusters, int hours, int runs, int megabytes, @Nullable String dir) {
  private static final String DIR = "--dir";
  private static final long MOST = 1_000_000_000L;

  /** January has so many. */
  private static final int HOURS = 744;

  /** What stands where nothing is said. */
  private static final CostKnobs USUAL = new CostKnobs(7, 1_000_000, 200, HOURS, 50, 512, null);

  /** The flags that set them, and what their help says. */
  static final Map<String, String> FLAGS = flags();

  /**
   * The usual knobs with some of them set.
   *
   * @param flags values as typed, by flag
   * @throws io.tidemark.lineage.definition.Refusal if one is not possible
   */
  public static CostKnobs of(Map<String, String> flags) {
    return new CostKnobs(
        whole(flags, "--seed", USUAL.seed, -MOST, MOST),
        whole(flags, "--lines", USUAL.lines, 0, MOST),
        (int) whole(flags, "--clusters", USUAL.clusters, 1, 10_000),
        (int) whole(flags, "--hours", USUAL.hours, 1, HOURS),
        (int) whole(flags, "--runs", USUAL.runs, 1, 10_000),
        (int) whole(flags, "--log-mb", USUAL.megabytes, 0, 100_000),
        flags.get(DIR));
  }

  /** Those that decide what the files hold, by flag. */
  public Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("--seed", Long.toString(seed));
    data.put("--lines", Long.toString(lines));
    data.put("--clusters", Integer.toString(clusters));
    data.put("--hours", Integer.toString(hours));
    data.put("--runs", Integer.toString(runs));
    data.put("--log-mb", Integer.toString(megabytes));
    return data;
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--seed", "Another seed is another month" + usual(USUAL.seed));
    flags.put("--lines", "Lines of the bill at least, of 127 columns" + usual(USUAL.lines));
    flags.put("--clusters", "EMR clusters, up all the time" + usual(USUAL.clusters));
    flags.put("--hours", "How many hours of January 2026" + usual(USUAL.hours));
    flags.put("--runs", "Spark applications of each cluster" + usual(USUAL.runs));
    flags.put(
        "--log-mb",
        "Megabytes of one more event log, which is read alone" + usual(USUAL.megabytes));
    flags.put(DIR, "Keep the data in this folder, or use those there (a temporary one).");
    return Collections.unmodifiableMap(flags);
  }

  private static String usual(Number value) {
    return " (" + value + ").";
  }
}
