package io.tidemark.submit.cli;

import io.tidemark.jobs.definition.CommandLines;
import io.tidemark.jobs.definition.FileVerbs;
import io.tidemark.jobs.definition.Folders;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Names;
import io.tidemark.jobs.definition.Printing;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Request;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.jobs.definition.Version;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.submit.doctor.Doctor;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;

/** The main class of {@code tidemark}. */
public final class TidemarkCli {

  private static final int INTERRUPTED = 130;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final ChildJvm child;

  TidemarkCli(PrintStream out, PrintStream err, Map<String, String> environment, ChildJvm child) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.child = child;
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    ChildJvm child = new ChildJvm(Path.of(System.getProperty("tidemark.home", ".")), environment);
    for (String signal : List.of("INT", "TERM")) {
      Signal.handle(
          new Signal(signal),
          received -> {
            child.interrupt();
            Runtime.getRuntime().halt(INTERRUPTED);
          });
    }
    System.exit(new TidemarkCli(System.out, System.err, environment, child).run(List.of(args)));
  }

  /** Answers the command line, here or through a child process; the exit code. */
  int run(List<String> args) {
    Printing printing = new Printing(args, out, err, environment, System.console() != null);
    try {
      Request request = CommandLines.parse(args, Version.text());
      if (request instanceof Request.Help help) {
        return printing.help(help).exitCode();
      }
      Invocation invocation = (Invocation) request;
      printing.options(invocation.options());
      if (invocation.schema()) {
        return printing.result(invocation.verb(), FileVerbs.schema()).exitCode();
      }
      if (invocation.verb() == Verb.DOCTOR) {
        return printing
            .print(new Doctor(child.spark(), environment).run(invocation.options()))
            .exitCode();
      }
      if (!invocation.verb().spark()) {
        return printing.print(invocation, FileVerbs.run(invocation, environment)).exitCode();
      }
      return job(invocation, args, printing);
    } catch (Refusal refusal) {
      return printing.refused(CommandLines.words(args), refusal).exitCode();
    } catch (RuntimeException | Error e) {
      return printing.refused(CommandLines.words(args), unexpected(e)).exitCode();
    }
  }

  private int job(Invocation invocation, List<String> args, Printing printing) {
    // What the loader refuses is refused at once, and not by a process that takes seconds to start.
    LocalTarget target;
    if (invocation.verb() == Verb.DEMO) {
      Folders.project(invocation).check(invocation.own());
      target = LocalTarget.usual(invocation);
    } else if (invocation.verb().measures()) {
      target = LocalTarget.usual(invocation);
    } else {
      Project project = Projects.load(invocation.options(), environment);
      Names.check(invocation, project);
      target = LocalTarget.of(invocation, project);
      confirm(invocation, project);
    }
    try {
      return child.run(target, args, invocation);
    } catch (Refusal refusal) {
      return printing.lost(invocation.verb(), refusal).exitCode();
    }
  }

  private void confirm(Invocation invocation, Project project) {
    Console console = System.console();
    if (invocation.verb() != Verb.APPLY || invocation.options().yes() || console == null) {
      return;
    }
    err.print("Apply " + project.root() + " to " + project.warehouse() + "? [y/N] ");
    err.flush();
    String answer = console.readLine();
    if (answer == null || !answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes")) {
      throw Refusal.of("NOT_CONFIRMED", null, "nothing was applied", "answer y, or give --yes");
    }
  }

  private static Refusal unexpected(Throwable e) {
    Problem problem =
        Problem.error(
            "UNEXPECTED", null, "unexpected: " + e, "this is a fault of Tidemark; -v shows where");
    return new Refusal(1, List.of(problem), e);
  }
}
