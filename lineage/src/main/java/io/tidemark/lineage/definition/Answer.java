package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verb has to say when it ends, in whichever form it is asked for.
 *
 * @param verb the verb's words, joined by a blank
 * @param runId the recorded run, null if none was opened
 * @param results ordered maps from column to JSON value: null, text, number, boolean, list or map
 * @param problems errors and warnings, sorted by file and line
 */
public record Answer(
    String verb,
    @Nullable String runId,
    Status status,
    int exitCode,
    List<Map<String, Object>> results,
    List<Problem> problems) {

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparingInt(Problem::line);

  public Answer {
    results = results.stream().map(Answer::frozen).toList();
    problems = problems.stream().sorted(BY_PLACE).toList();
  }

  /** The answer of a verb that was refused before or while it ran. */
  public static Answer refused(String verb, @Nullable String runId, Refusal refusal) {
    return new Answer(
        verb, runId, ofExit(refusal.exitCode()), refusal.exitCode(), List.of(), refusal.problems());
  }

  /** The status that an exit code stands for when no result says it better. */
  public static Status ofExit(int exitCode) {
    return switch (exitCode) {
      case 0 -> Status.OK;
      case 2, 9 -> Status.REFUSED;
      case 3 -> Status.DENIED;
      case 7 -> Status.GATE_FAILED;
      case 10 -> Status.INCONCLUSIVE;
      default -> Status.FAILED;
    };
  }

  /** The same answer, with more problems. */
  public Answer withProblems(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Answer(verb, runId, status, exitCode, results, all);
  }

  private static Map<String, Object> frozen(Map<String, Object> row) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(row));
  }
}
