package io.tidemark.jobs.definition;

/** What a command line asks for. */
public sealed interface Request permits Invocation, Request.Help {

  /**
   * Text that answers the command line by itself.
   *
   * @param exitCode 0: the text belongs on stdout; else on stderr
   */
  record Help(String text, int exitCode) implements Request {}
}
