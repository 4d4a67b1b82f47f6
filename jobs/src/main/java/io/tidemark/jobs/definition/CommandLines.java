package io.tidemark.jobs.definition;

import io.tidemark.jobs.demo.Knobs;
import io.tidemark.lineage.definition.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The grammar of the command line, one for the launcher and for the jobs. */
public final class CommandLines {

  private static final String SEE_HELP = "see tidemark --help";

  private static final String VERSION_OF_A_SET = "[^@]+(@[1-9][0-9]{0,8})?";
  private static final Set<Verb> PROOFS =
      Set.of(
          Verb.TRAINING_SET_VERIFY,
          Verb.TRAINING_SET_REBUILD,
          Verb.TRAINING_SET_DIFF,
          Verb.TRAINING_SET_EXPLAIN);

  private CommandLines() {}

  /**
   * What the arguments ask for.
   *
   * @throws Refusal where they are not a verb with its flags
   */
  public static Request parse(List<String> args, String version) {
    CommandLine root = Grammar.commandLine();
    List<ParseResult> levels = new ArrayList<>();
    try {
      for (ParseResult at = root.parseArgs(args.toArray(new String[0])); at != null; ) {
        levels.add(at);
        at = at.hasSubcommand() ? at.subcommand() : null;
      }
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e, args);
    } catch (ParameterException e) {
      throw usage(
          sentence(e), "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    ParseResult last = levels.get(levels.size() - 1);
    Flags flags = new Flags(levels);
    if (flags.given("--help")) {
      return new Request.Help(help(last.commandSpec().commandLine()), 0);
    }
    if (flags.given("--version")) {
      return new Request.Help("tidemark " + version + "\n", 0);
    }
    Object verb = last.commandSpec().userObject();
    if (!(verb instanceof Verb)) {
      return new Request.Help(help(last.commandSpec().commandLine()), 2);
    }
    return invocation((Verb) verb, flags, last);
  }

  /** The form that stdout should have, also where the arguments are wrong otherwise. */
  public static Output output(List<String> args) {
    Output output = Output.TABLE;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      Optional<String> word = Optional.empty();
      if ((arg.equals("-o") || arg.equals("--output")) && i + 1 < args.size()) {
        word = Optional.of(args.get(i + 1));
      } else if (arg.startsWith("--output=")) {
        word = Optional.of(arg.substring("--output=".length()));
      } else if (arg.startsWith("-o") && arg.length() > 2) {
        word = Optional.of(arg.substring(arg.charAt(2) == '=' ? 3 : 2));
      }
      output = word.flatMap(Output::of).orElse(output);
    }
    return output;
  }

  /** The words of the verb that is asked for, as far as they can be told; may be empty. */
  public static String words(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      for (Verb verb : Verb.values()) {
        List<String> words = List.of(verb.words().split(" "));
        if (i + words.size() <= args.size() && args.subList(i, i + words.size()).equals(words)) {
          return verb.words();
        }
      }
    }
    return "";
  }

  /** A refusal of the command line itself. */
  static Refusal usage(String message, String fix) {
    return Refusal.of("USAGE", null, message, fix);
  }

  private static Invocation invocation(Verb verb, Flags flags, ParseResult at) {
    GlobalOptions options = flags.global();
    List<String> names = new ArrayList<>();
    if (at.hasMatchedPositional(0)) {
      for (PositionalParamSpec positional : at.matchedPositionals()) {
        names.addAll(positional.stringValues());
      }
    }
    if (verb == Verb.SQL && names.get(0).matches("-\\S*")) {
      throw unknownFlag(names.get(0), at.commandSpec().commandLine());
    }
    if (verb == Verb.INIT && names.isEmpty() && options.project() == null) {
      throw usage("init needs a folder", "write tidemark init DIR");
    }
    if (PROOFS.contains(verb) && !names.get(0).matches(VERSION_OF_A_SET)) {
      throw usage(
          "'" + names.get(0) + "' is not NAME or NAME@K", "write it as credit, or credit@2");
    }
    LocalDate from = verb == Verb.MATERIALIZE ? flags.day("--from") : null;
    LocalDate to = verb == Verb.MATERIALIZE ? flags.day("--to") : null;
    if (options.date() != null && (from != null || to != null)) {
      throw usage("--date stands with --from or --to", "give one day, or a first and a last one");
    }
    if ((from == null) != (to == null)) {
      throw usage(
          (from == null ? "--to" : "--from") + " stands alone", "give both --from and --to");
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw usage("--from " + from + " is after --to " + to, "swap them");
    }
    return new Invocation(
        verb,
        options,
        names,
        from,
        to,
        verb == Verb.VALIDATE && flags.given("--schema"),
        own(verb, flags));
  }

  private static SortedMap<String, String> own(Verb verb, Flags flags) {
    return switch (verb) {
      case INIT -> flags.values(Set.of(Grammar.TEMPLATE));
      case DEMO -> flags.values(Knobs.FLAGS.keySet());
      case TRAINING_SET_CREATE -> explaining(flags, flags.values(Set.of(Grammar.KEY)));
      case KEYS_NEW -> flags.values(Set.of(Grammar.FOLDER));
      case SCORING_SET_CREATE -> {
        flags.time(Grammar.AT);
        yield explaining(flags, flags.values(Set.of(Grammar.AT, Grammar.KEYS)));
      }
      case QUALITY_RUN, QUALITY_GATE, QUALITY_TEST -> failing(flags);
      case QUALITY_HISTORY -> flags.values(Set.of(Grammar.RULE));
      case QUARANTINE_RELEASE, QUARANTINE_DISCARD -> rows(flags.values(Set.of(Grammar.ROWS)));
      case QUALITY_SUGGEST -> flags.values(Set.of(Grammar.OUT));
      case COST_REPORT -> {
        SortedMap<String, String> given = flags.values(ReportKnobs.FLAGS.keySet());
        ReportKnobs.of(given);
        yield given;
      }
      case BENCH_PIT -> {
        SortedMap<String, String> given = flags.values(BenchKnobs.FLAGS.keySet());
        BenchKnobs.of(given);
        yield given;
      }
      case BENCH_PROFILE -> {
        SortedMap<String, String> given = flags.values(ProfileKnobs.FLAGS.keySet());
        ProfileKnobs.of(given);
        yield given;
      }
      default -> new TreeMap<>();
    };
  }

  private static SortedMap<String, String> failing(Flags flags) {
    SortedMap<String, String> values = flags.values(Set.of(Grammar.FAIL_ON));
    String severity = values.getOrDefault(Grammar.FAIL_ON, "warn");
    if (!severity.equals("warn")) {
      throw usage(
          Grammar.FAIL_ON + " '" + severity + "' is not a severity to fail on",
          "write --fail-on warn; errors always fail");
    }
    return values;
  }

  private static SortedMap<String, String> rows(SortedMap<String, String> given) {
    String rows = given.get(Grammar.ROWS);
    if (rows != null && !rows.matches("[^,\\s]+(,[^,\\s]+)*")) {
      throw usage("--rows '" + rows + "' is not a list of row ids", "write it as --rows ID,ID");
    }
    return given;
  }

  private static SortedMap<String, String> explaining(
      Flags flags, SortedMap<String, String> values) {
    SortedMap<String, String> own = new TreeMap<>(values);
    if (flags.given(Grammar.EXPLAIN)) {
      own.put(Grammar.EXPLAIN, "true");
    }
    return own;
  }

  private static Refusal unmatched(UnmatchedArgumentException e, List<String> args) {
    String word = e.getUnmatched().get(0);
    CommandLine at = e.getCommandLine();
    if (at.getCommandSpec().userObject() == Verb.SQL) {
      // What is unknown there was taken for the query, and the query for one argument too many.
      word = args.stream().filter(arg -> isUnknownFlag(arg, at)).findFirst().orElse(word);
    }
    if (word.startsWith("-")) {
      return unknownFlag(word, at);
    }
    if (at.getCommandSpec().userObject() instanceof Verb verb) {
      return usage(
          "'" + word + "' is one argument too many for " + verb.words(),
          "see tidemark " + verb.words() + " --help");
    }
    List<String> verbs = new ArrayList<>();
    for (Map.Entry<String, CommandLine> sub : at.getSubcommands().entrySet()) {
      verbs.add(sub.getKey());
    }
    String path = at.getCommandSpec().qualifiedName().replaceFirst("^tidemark ?", "");
    return Flags.unknown(
        "UNKNOWN_VERB",
        "unknown verb",
        (path + " " + word).strip(),
        prefixed(path, verbs),
        SEE_HELP);
  }

  private static boolean isUnknownFlag(String arg, CommandLine at) {
    return arg.matches("-\\S+")
        && at.getCommandSpec().findOption(arg.split("=", 2)[0]) == null
        && at.getCommandSpec().findOption(arg.substring(0, 2)) == null;
  }

  private static List<String> prefixed(String path, List<String> verbs) {
    return path.isEmpty() ? verbs : verbs.stream().map(verb -> path + " " + verb).toList();
  }

  private static Refusal unknownFlag(String word, CommandLine at) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : at.getCommandSpec().options()) {
      names.addAll(List.of(option.names()));
    }
    String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return Flags.unknown(
        "UNKNOWN_FLAG",
        "unknown flag",
        flag,
        names,
        "see " + at.getCommandSpec().qualifiedName() + " --help");
  }

  private static String sentence(ParameterException e) {
    String message = e.getMessage();
    return message == null ? "the arguments are wrong" : message.replaceAll("\\s+", " ");
  }

  private static String help(CommandLine at) {
    StringWriter text = new StringWriter();
    at.usage(new PrintWriter(text), Ansi.OFF);
    return text.toString();
  }
}
