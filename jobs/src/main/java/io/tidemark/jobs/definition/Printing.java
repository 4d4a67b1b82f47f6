package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.definition.ValueJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Where and how one command line is answered. */
public final class Printing {

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final boolean terminal;
  private Output output;
  private Color color = Color.AUTO;
  private boolean quiet;
  private boolean verbose;

  /**
   * Before the arguments are parsed: only the form of the output is taken from them.
   *
   * @param terminal whether people read stderr
   */
  public Printing(
      List<String> args,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean terminal) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
    this.output = CommandLines.output(args);
    this.verbose = args.contains("-v") || args.contains("--verbose");
  }

  /** Takes over what the flags say. */
  public void options(GlobalOptions options) {
    output = options.output();
    color = options.color();
    quiet = options.quiet();
    verbose = options.verbose();
  }

  /** Whether stack traces are shown. */
  public boolean verbose() {
    return verbose;
  }

  /** Prints help: on stdout if it was asked for, else on stderr. */
  public Answer help(Request.Help help) {
    if (help.exitCode() == 0) {
      text(out, help.text());
      return new Answer("", null, Status.OK, 0, List.of(), List.of());
    }
    text(err, help.text());
    Problem problem = Problem.error("USAGE", null, "there is no verb", "see tidemark --help");
    Answer answer =
        new Answer("", null, Status.REFUSED, help.exitCode(), List.of(), List.of(problem));
    if (output == Output.JSON) {
      text(out, ValueJson.indented(AnswerWriter.document(answer)));
    }
    return answer;
  }

  /** Prints a verb's answer. */
  public Answer print(Answer answer) {
    if (answer.verb().equals(Verb.SQL.words())) {
      // Its rows are its output, and a refused query has none.
      writer().problems(answer, err);
    } else {
      writer().write(answer, out, err);
    }
    return answer;
  }

  /** Prints an answer of {@link FileVerbs}, and for people what to do next. */
  public Answer print(Invocation invocation, Answer answer) {
    print(answer);
    if (invocation.verb() == Verb.INIT && output == Output.TABLE && !quiet) {
      text(err, Folders.next(invocation));
    }
    return answer;
  }

  /** Prints text that is a result by itself. */
  public Answer result(Verb verb, String text) {
    text(out, text);
    return new Answer(verb.words(), null, Status.OK, 0, List.of(), List.of());
  }

  /** Prints an answer whose result a job's process has not left. */
  public Answer lost(Verb verb, Refusal refusal) {
    Answer answer = Answer.refused(verb.words(), null, refusal);
    writer().write(answer, out, err);
    return answer;
  }

  /** Prints why nothing was done. */
  public Answer refused(String verb, Refusal refusal) {
    if (verbose && refusal.getCause() != null) {
      refusal.getCause().printStackTrace(err);
    }
    return print(Answer.refused(verb, null, refusal));
  }

  private AnswerWriter writer() {
    return new AnswerWriter(output, quiet, color.on(environment, terminal));
  }

  private static void text(PrintStream to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.write(bytes, 0, bytes.length);
    to.flush();
  }
}
