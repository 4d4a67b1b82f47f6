package io.tidemark.lineage.definition;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Work that is refused for reasons a user can act on; shown without a stack trace. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient List<Problem> problems;

  public Refusal(int exitCode, List<Problem> problems) {
    this(exitCode, problems, null);
  }

  public Refusal(int exitCode, List<Problem> problems, @Nullable Throwable cause) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** A refusal with exit code 2 and one problem that has no place in a file. */
  public static Refusal of(
      String code, @Nullable String object, String message, @Nullable String fix) {
    return new Refusal(2, List.of(Problem.error(code, object, message, fix)));
  }

  /** The exit code of the verb. */
  public int exitCode() {
    return exitCode;
  }

  /** Everything that was found, warnings included, sorted by file and line. */
  public List<Problem> problems() {
    return problems;
  }
}
