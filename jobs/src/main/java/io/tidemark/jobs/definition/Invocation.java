package io.tidemark.jobs.definition;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A verb with its flags, checked.
 *
 * @param names the verb's own words: views, a training set's name, an object, the query
 * @param from first day of {@code --from}, null if not given; never without {@code to}
 * @param to last day of {@code --to}
 * @param schema whether {@code validate} prints the JSON Schema
 * @param own the flags that only this verb has, values as typed
 */
public record Invocation(
    Verb verb,
    GlobalOptions options,
    List<String> names,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    boolean schema,
    SortedMap<String, String> own)
    implements Request {

  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|token|accesskey).*", Pattern.CASE_INSENSITIVE);

  public Invocation {
    names = List.copyOf(names);
    own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
  }

  /** A verb with no flags of its own. */
  public Invocation(
      Verb verb,
      GlobalOptions options,
      List<String> names,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {
    this(verb, options, names, from, to, false, new TreeMap<>());
  }

  /** The verb's only name: a set, an object, a query. */
  public String name() {
    return names.get(0);
  }

  /** The key that a training set is to be signed with, null if no flag names one. */
  public @Nullable String signingKey() {
    return own.get(Grammar.KEY);
  }

  /** Whether to tell how views were answered. */
  public boolean explains() {
    return own.containsKey(Grammar.EXPLAIN);
  }

  /** The time to score at; null if none is given. */
  public @Nullable Instant at() {
    String text = own.get(Grammar.AT);
    return text == null ? null : Flags.time(Grammar.AT, text);
  }

  /** The source of the keys to score; null if none is given. */
  public @Nullable String keys() {
    return own.get(Grammar.KEYS);
  }

  /** The withheld rows that are meant; empty for all of the batch. */
  public List<String> rows() {
    String rows = own.get(Grammar.ROWS);
    return rows == null ? List.of() : List.of(rows.split(","));
  }

  /** Whether violated rules of severity warn fail too. */
  public boolean failsOnWarn() {
    return own.containsKey(Grammar.FAIL_ON);
  }

  /** The only rule to tell of; null for all. */
  public @Nullable String rule() {
    return own.get(Grammar.RULE);
  }

  /** What a report is to tell. */
  public ReportKnobs report() {
    return ReportKnobs.of(own);
  }

  /**
   * The file to write, null for stdout; a relative one is the project folder's where the command
   * line names one.
   */
  public @Nullable Path file() {
    String file = own.get(Grammar.OUT);
    if (file == null) {
      return null;
    }
    try {
      String folder = Objects.requireNonNullElse(options.project(), "");
      return Path.of(folder).toAbsolutePath().resolve(file).normalize();
    } catch (InvalidPathException e) {
      throw CommandLines.usage("'" + file + "' is not a file", "give a file");
    }
  }

  /** The flags as a run records them; never a secret's value. */
  public SortedMap<String, String> params() {
    SortedMap<String, String> params = new TreeMap<>();
    if (!names.isEmpty()) {
      params.put("names", String.join(",", names));
    }
    put(params, "at", at());
    put(params, "keys", keys());
    put(params, "rows", own.get(Grammar.ROWS));
    put(params, "fail-on", own.get(Grammar.FAIL_ON));
    put(params, "rule", rule());
    put(params, "out", own.get(Grammar.OUT));
    put(params, "by", own.get(ReportKnobs.BY));
    put(params, "show", own.get(ReportKnobs.SHOW));
    put(params, "against", own.get(ReportKnobs.AGAINST));
    put(params, "date", options.date());
    put(params, "from", from == null ? own.get(ReportKnobs.FROM) : from);
    put(params, "to", to == null ? own.get(ReportKnobs.TO) : to);
    put(params, "now", options.now());
    put(params, "env", options.environment());
    put(params, "target", options.target());
    options
        .variables()
        .forEach(
            (key, value) ->
                params.put(
                    "set." + key.toLowerCase(Locale.ROOT),
                    SECRET.matcher(key).matches() ? "***" : value));
    return Collections.unmodifiableSortedMap(params);
  }

  private static void put(SortedMap<String, String> params, String key, @Nullable Object value) {
    if (value != null) {
      params.put(key, value.toString());
    }
  }
}
