package io.tidemark.jobs.definition;

import io.tidemark.jobs.demo.Knobs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every verb with its words and flags. */
final class Grammar {

  /** The flag that names a template. */
  static final String TEMPLATE = "--template";

  /** The flag that names a signing key. */
  static final String KEY = "--key";

  /** Whether to tell how views were answered. */
  static final String EXPLAIN = "--explain";

  /** The flag that names the folder of a new key. */
  static final String FOLDER = "--dir";

  /** The flags of a scoring set. */
  static final String AT = "--at";

  static final String KEYS = "--keys";

  /** The flag that names withheld rows. */
  static final String ROWS = "--rows";

  /** Which severity fails a gate, besides errors. */
  static final String FAIL_ON = "--fail-on";

  /** The flag that names a rule. */
  static final String RULE = "--rule";

  /** The flag that names a file to write. */
  static final String OUT = "--out";

  private Grammar() {}

  static CommandLine commandLine() {
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
    groups.values().forEach(Grammar::globals);
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
      case TRAINING_SET_CREATE -> {
        positional(spec, "NAME", "1", "The training set.");
        value(
            spec,
            "REF",
            "Sign with this key: a PEM file, or command:PROGRAM; else with that of the variable"
                + " TIDEMARK_SIGNING_KEY, if it is set.",
            KEY);
        explain(spec);
      }
      case TRAINING_SET_VERIFY, TRAINING_SET_REBUILD, TRAINING_SET_DIFF, TRAINING_SET_EXPLAIN ->
          positional(spec, "NAME[@K]", "1", "The training set; its newest version, or K.");
      case KEYS_NEW -> {
        positional(spec, "NAME", "1", "The key's name; its file is NAME.pem.");
        value(spec, "FOLDER", "The folder to make it in (keys).", FOLDER);
      }
      case SCORING_SET_CREATE -> {
        positional(spec, "SERVICE@N", "1", "The feature service.");
        value(spec, "TIME", "The time to score at, with a zone; else the clock.", AT);
        value(spec, "SOURCE", "Take the keys of this source, not those of the views.", KEYS);
        explain(spec);
      }
      case MAINTAIN ->
          positional(spec, "VIEW@N", "0..*", "Views whose tables to maintain; none: all applied.");
      case QUALITY_RUN, QUALITY_GATE, QUALITY_TEST -> {
        positional(spec, "SUITE", "0..*", "Quality suites; none: all of them.");
        failOn(spec);
      }
      case QUALITY_HISTORY -> {
        positional(spec, "SUITE", "1", "The quality suite.");
        value(spec, "ID", "Show this rule only, with its segments.", RULE);
      }
      case QUALITY_SUGGEST -> {
        positional(spec, "NAME", "1", "A source, a feature view (name@N), or a table (schema.t).");
        value(spec, "FILE", "Write the suite to this file, not to stdout.", OUT);
      }
      case QUARANTINE_SHOW -> positional(spec, "BATCH", "1", "The batch, as list names it.");
      case QUARANTINE_RELEASE, QUARANTINE_DISCARD -> {
        positional(spec, "BATCH", "1", "The batch, as list names it.");
        value(spec, "ID,...", "Only these rows, as show names them.", ROWS);
      }
      case BENCH_PIT -> BenchKnobs.FLAGS.forEach((flag, help) -> value(spec, "X", help, flag));
      case BENCH_PROFILE ->
          ProfileKnobs.FLAGS.forEach((flag, help) -> value(spec, "X", help, flag));
      case SQL -> {
        positional(spec, "QUERY", "1", "SELECT, WITH, SHOW or DESCRIBE.");
        // A query may begin with a comment, which looks like a flag.
        spec.parser().unmatchedOptionsArePositionalParams(true);
      }
      case COST_REPORT -> ReportKnobs.FLAGS.forEach((flag, help) -> value(spec, "X", help, flag));
      case DOCTOR,
          LIST,
          APPLY,
          QUARANTINE_LIST,
          COST_INGEST,
          COST_ATTRIBUTE,
          COST_BUDGET,
          COST_VALIDATE,
          REGISTRY_REBUILD -> {}
    }
    globals(spec);
    return spec;
  }

  private static void failOn(CommandSpec spec) {
    value(spec, "SEVERITY", "warn: violated rules of severity warn fail too.", FAIL_ON);
  }

  private static void explain(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder(EXPLAIN)
            .description("Tell also how each view was answered, and what was read for it.")
            .build());
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
