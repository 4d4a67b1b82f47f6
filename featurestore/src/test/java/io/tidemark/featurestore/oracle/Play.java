package io.tidemark.featurestore.oracle;

import io.tidemark.featurestore.testing.Projects;
import io.tidemark.lineage.definition.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** A script that was run in a folder, by the verbs themselves. */
final class Play {
  private final Projects project;
  private final List<Answer> answers = new ArrayList<>();

  Play(SparkSession session, Path folder, Script script) {
    this.project = new Projects(session, folder);
    for (Script.Step step : script.steps()) {
      if (step instanceof Script.Write write) {
        project.text(write.path(), write.text());
      } else if (step instanceof Script.Copy copy) {
        project.copy(copy.from(), copy.to());
      } else if (step instanceof Script.Verb verb) {
        answers.add(run(verb));
      }
    }
  }

  Projects project() {
    return project;
  }

  /** What the verbs answered, in order. */
  List<Answer> answers() {
    return answers;
  }

  private Answer run(Script.Verb verb) {
    Instant now = Instant.parse(verb.flag("--now"));
    return switch (verb.words().get(0)) {
      case "apply" -> project.apply(now);
      case "materialize" ->
          project.materialize(now, day(verb.flag("--from")), day(verb.flag("--to")));
      case "training-set" -> project.create(now, verb.words().get(2));
      default -> throw new IllegalArgumentException(verb.toString());
    };
  }

  private static @Nullable LocalDate day(String text) {
    return text.isEmpty() ? null : LocalDate.parse(text);
  }

  /** A view's lines of a training set as {@link RandomProject#expected} has them, in any order. */
  List<String> lines(String set, String view) {
    List<String> lines = new ArrayList<>();
    for (Row row :
        project
            .table("training." + set + "_v1")
            .select(
                functions.col("id"),
                functions.col(view + "_v"),
                functions.col(view + "_w"),
                functions.col(view + "_d"),
                functions.unix_micros(functions.col(view + "__event_ts")),
                functions.unix_micros(functions.col(view + "__known_at")))
            .collectAsList()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        values.add(row.get(i));
      }
      lines.add(RandomProject.line(row.getInt(0), values, (Long) row.get(4), (Long) row.get(5)));
    }
    return lines;
  }
}
