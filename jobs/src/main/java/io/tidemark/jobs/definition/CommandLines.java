package io.tidemark.jobs.definition;

import io.tidemark.jobs.demo.Knobs;
import io.tidemark.lineage.definition.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The grammar of the command line, one for the launcher and for the jobs. */
public final class CommandLines {

  /** The flag that names a template. */
  static final String TEMPLATE = "--template";

  private static final String SEE_HELP = "see tidemark --help";

  private CommandLines() {}

  /**
   * What the arguments ask for.
   *
   * @throws Refusal where they are not a verb with its flags
   */
  public static Request parse(List<String> args, String version) {
    CommandLine root = root();
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
      case INIT -> flags.values(Set.of(TEMPLATE));
      case DEMO -> flags.values(Knobs.FLAGS.keySet());
      default -> new TreeMap<>();
    };
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

  private static CommandLine root() {
    CommandSpec root = command("tidemark", "The batch data plane under machine learning.");
    Map<String, CommandSpec> groups = new LinkedHashMap<>();
    for (Verb verb : Verb.values()) {
      String[] words = verb.words().split(" ");
      CommandSpec parent = root;
      if (words.length == 2) {
        parent = groups.get(words[0]);
        if (parent == null) {
          parent = command(words[0], "");
          root.addSubcommand(words[0], parent);
          groups.put(words[0], parent);
        }
      }
      parent.addSubcommand(words[words.length - 1], verb(verb, words[words.length - 1]));
    }
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print the version.")
            .build());
    groups.forEach((name, group) -> group.usageMessage().description(groupHelp(name)));
    globals(root);
    groups.values().forEach(CommandLines::globals);
    return new CommandLine(root).setExpandAtFiles(false);
  }

  private static String groupHelp(String group) {
    List<String> lines = new ArrayList<>();
    for (Verb verb : Verb.values()) {
      if (verb.words().startsWith(group + " ")) {
        lines.add(verb.words().substring(group.length() + 1) + ": " + verb.description());
      }
    }
    return String.join("%n", lines);
  }

  private static CommandSpec verb(Verb verb, String name) {
    CommandSpec spec =
        describe(CommandSpec.wrapWithoutInspection(verb).name(name), verb.description());
    switch (verb) {
      case INIT -> {
        positional(spec, "DIR", "0..1", "The folder to make it in.");
        value(spec, "NAME", "bank or empty (bank).", TEMPLATE);
      }
      case DEMO -> {
        positional(spec, "DIR", "0..1", "The folder to make it in (tidemark-demo).");
        Knobs.FLAGS.forEach((flag, help) -> value(spec, "N", help, flag));
      }
      case VALIDATE ->
          spec.addOption(
              OptionSpec.builder("--schema")
                  .description("Print the JSON Schema of the project's files instead.")
                  .build());
      case DESCRIBE ->
          positional(spec, "OBJECT", "1", "A view or service (name@N), or a training set.");
      case MATERIALIZE -> {
        positional(spec, "VIEW@N", "0..*", "Views to materialize; none: all active ones.");
        value(spec, "DATE", "First day of the window, with --to.", "--from");
        value(spec, "DATE", "Last day of the window, included.", "--to");
      }
      case TRAINING_SET_CREATE -> positional(spec, "NAME", "1", "The training set.");
      case SQL -> {
        positional(spec, "QUERY", "1", "SELECT, WITH, SHOW or DESCRIBE.");
        // A query may begin with a comment, which looks like a flag.
        spec.parser().unmatchedOptionsArePositionalParams(true);
      }
      case DOCTOR, LIST, APPLY, REGISTRY_REBUILD -> {}
    }
    globals(spec);
    return spec;
  }

  private static CommandSpec command(String name, String description) {
    return describe(CommandSpec.create().name(name), description);
  }

  private static CommandSpec describe(CommandSpec spec, String description) {
    spec.usageMessage()
        .description(description.replace("%", "%%"))
        .sortOptions(false)
        .abbreviateSynopsis(true);
    return spec;
  }

  private static void globals(CommandSpec spec) {
    value(spec, "DIR", "The project's folder; else the nearest one upwards.", "-C", "--project");
    value(spec, "ENV", "Lay this environment over the project.", "-e", "--env");
    value(spec, "NAME", "Run on this target.", "--target");
    value(spec, "FORM", "table, json or csv.", "-o", "--output");
    value(spec, "DATE", "The day the verb is about, UTC.", "--date");
    value(spec, "TIME", "The clock, with a zone; else the wall clock.", "--now");
    spec.addOption(
        OptionSpec.builder("--set")
            .paramLabel("KEY=VALUE")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Set a declared variable.")
            .build());
    flag(spec, "No warnings and no progress.", "-q", "--quiet");
    flag(spec, "Stack traces and logs.", "-v", "--verbose");
    value(spec, "WHEN", "auto, always or never.", "--color");
    flag(spec, "Do not ask.", "--yes");
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Print this help.").build());
  }

  private static void value(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
            .paramLabel(label)
            .arity("1")
            .type(String.class)
            .description(description)
            .build());
  }

  private static void flag(CommandSpec spec, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
            .arity("0")
            .description(description)
            .build());
  }

  private static void positional(CommandSpec spec, String label, String arity, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .arity(arity)
            .required(arity.equals("1"))
            .index(arity.endsWith("1") ? "0" : "0..*")
            .type(arity.endsWith("1") ? String.class : List.class)
            .auxiliaryTypes(String.class)
            .description(description)
            .build());
  }
}
