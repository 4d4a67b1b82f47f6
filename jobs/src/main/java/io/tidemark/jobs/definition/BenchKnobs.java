package io.tidemark.jobs.definition;

import static io.tidemark.jobs.demo.FlagNumbers.share;
import static io.tidemark.jobs.demo.FlagNumbers.whole;

import io.tidemark.jobs.demo.FlagNumbers;
import io.tidemark.lineage.definition.Refusal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench pit} measures.
 *
 * @param spine rows of the spine
 * @param rows events of each view; its corrections come on top
 * @param late the share of events that are known days later
 * @param corrected the share of events that a second version corrects
 * @param runs daily materialisations that load the events
 * @param keysShare the share of the keys that the spine asks for
 * @param hotShare the share of spine rows and of events that one key has
 * @param rounds how often each thing is measured, in turn
 * @param dir where the data lie and stay; null for a temporary folder
 */
public record BenchKnobs(
    long seed,
    long spine,
    int views,
    long rows,
    long keys,
    int features,
    double late,
    double corrected,
    int runs,
    double keysShare,
    double hotShare,
    int buckets,
    int rounds,
    Versus versus,
    @Nullable String dir) {

  /** What our engine is compared with. */
  public enum Versus {
    DUCKDB,
    PLAIN,
    NONE;

    /** The word that {@code --vs} takes. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String DIR = "--dir";
  private static final String VERSUS = "--vs";

  /** Sums over so many spine rows are exact in every engine. */
  private static final long MOST_SPINE = 500_000_000L;

  private static final long MOST = 1_000_000_000L;

  /** What stands where nothing is said. */
  private static final BenchKnobs USUAL =
      new BenchKnobs(
          7,
          2_000_000,
          4,
          10_000_000,
          1_000_000,
          5,
          0.05,
          0.01,
          60,
          1,
          0,
          8,
          5,
          Versus.DUCKDB,
          null);

  /** The flags that set them, and what their help says. */
  static final Map<String, String> FLAGS = flags();

  /**
   * The usual knobs with some of them set.
   *
   * @param flags values as typed, by flag
   * @throws Refusal if one is not possible
   */
  public static BenchKnobs of(Map<String, String> flags) {
    return new BenchKnobs(
        whole(flags, "--seed", USUAL.seed, -MOST, MOST),
        whole(flags, "--spine", USUAL.spine, 1, MOST_SPINE),
        (int) whole(flags, "--views", USUAL.views, 1, 64),
        whole(flags, "--rows", USUAL.rows, 1, MOST),
        whole(flags, "--keys", USUAL.keys, 1, MOST),
        (int) whole(flags, "--features", USUAL.features, 1, 100),
        share(flags, "--late", USUAL.late),
        share(flags, "--corrected", USUAL.corrected),
        (int) whole(flags, "--runs", USUAL.runs, 1, 3650),
        share(flags, "--keys-share", USUAL.keysShare),
        share(flags, "--hot-share", USUAL.hotShare),
        (int) whole(flags, "--buckets", USUAL.buckets, 1, 65536),
        (int) whole(flags, "--rounds", USUAL.rounds, 1, 1000),
        versus(flags.get(VERSUS)),
        flags.get(DIR));
  }

  /** How many keys the spine asks for, from 0; at least one. */
  public long asked() {
    return Math.max(1, Math.round(keys * keysShare));
  }

  /** Those that decide what the views' tables hold, by flag. */
  public Map<String, String> history() {
    Map<String, String> history = new LinkedHashMap<>();
    history.put("--seed", Long.toString(seed));
    history.put("--views", Integer.toString(views));
    history.put("--rows", Long.toString(rows));
    history.put("--keys", Long.toString(keys));
    history.put("--features", Integer.toString(features));
    history.put("--late", Double.toString(late));
    history.put("--corrected", Double.toString(corrected));
    history.put("--runs", Integer.toString(runs));
    history.put("--hot-share", Double.toString(hotShare));
    history.put("--buckets", Integer.toString(buckets));
    return history;
  }

  private static Versus versus(@Nullable String word) {
    if (word == null) {
      return USUAL.versus;
    }
    return Arrays.stream(Versus.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                FlagNumbers.bad(
                    VERSUS,
                    word,
                    Arrays.stream(Versus.values())
                        .map(Versus::word)
                        .collect(Collectors.joining(", "))));
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--seed", "Another seed is other data" + usual(USUAL.seed));
    flags.put("--spine", "Rows of the spine" + usual(USUAL.spine));
    flags.put("--views", "Feature views" + usual(USUAL.views));
    flags.put("--rows", "Events of each view" + usual(USUAL.rows));
    flags.put("--keys", "Keys that have events" + usual(USUAL.keys));
    flags.put("--features", "Features of each view" + usual(USUAL.features));
    flags.put("--late", "Share of events known days later" + usual(USUAL.late));
    flags.put("--corrected", "Share of events corrected later" + usual(USUAL.corrected));
    flags.put("--runs", "Daily materialisations that load the events" + usual(USUAL.runs));
    flags.put("--keys-share", "Share of the keys that the spine asks for" + usual(USUAL.keysShare));
    flags.put("--hot-share", "Share of spine rows and events of one key" + usual(USUAL.hotShare));
    flags.put("--buckets", "Buckets of each view's table" + usual(USUAL.buckets));
    flags.put("--rounds", "How often each thing is measured, in turn" + usual(USUAL.rounds));
    flags.put(VERSUS, "Compare with duckdb, plain or none (duckdb).");
    flags.put(DIR, "Keep the data in this folder, or use those there (a temporary one).");
    return Collections.unmodifiableMap(flags);
  }

  private static String usual(Number value) {
    return " (" + value + ").";
  }
}
