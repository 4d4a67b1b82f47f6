package io.tidemark.featurestore.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.PlainJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is printed of a case that fails. */
@ExtendWith(SparkExtension.class)
class PrintedCaseTest {
  private static final int VIEWS = 3;

  /** An engine that forgets the lag. */
  private static final PointInTimeJoin WRONG =
      (spine, views, knowledge) ->
          new PlainJoin()
              .join(spine, views.stream().map(PrintedCaseTest::withoutLag).toList(), knowledge);

  private static AsOfView withoutLag(AsOfView view) {
    return new AsOfView(
        view.name(),
        view.rows(),
        view.keys(),
        view.ttl(),
        Duration.ZERO,
        view.excludeEqualTimestamps(),
        view.tieColumn(),
        view.features());
  }

  @Test
  void aScriptReadsAsItWasPrinted() {
    for (long seed = 0; seed < 50; seed++) {
      RandomProject project = new RandomProject(seed, VIEWS, 1);
      Script script = CaseScript.of(project, project.views().get(0), project.knowledge().get(2));
      assertThat(Script.parse(script.print())).as("seed %d", seed).isEqualTo(script);
    }
  }

  @Test
  void aFailingCaseIsPrintedAsAProjectThatLoadsAndGivesTheOraclesAnswer(
      SparkSession spark, @TempDir Path folder) {
    String message = failure(spark.newSession());
    Matcher head =
        Pattern.compile("^-Dtidemark.seed=(\\d+), universe (\\d+): Policy\\[name=v(\\d),")
            .matcher(message);
    assertThat(head.find()).as(message).isTrue();
    RandomProject project =
        new RandomProject(Long.parseLong(head.group(1)), VIEWS, Integer.parseInt(head.group(2)));
    RandomView view = project.views().get(Integer.parseInt(head.group(3)));
    String script =
        message.substring(message.indexOf(Agreement.SCRIPT)).replace(Agreement.SCRIPT, "");

    Play play = new Play(spark.newSession(), folder, Script.parse(script));

    Project loaded = Project.load(new LoadOptions(folder, true, null, new TreeMap<>()));
    Knowledge known = loaded.all(TrainingSetDefinition.class).get(0).definition().knowledge();
    assertThat(project.knowledge()).contains(known);
    List<String> wanted = project.expected(view, known);
    assertThat(play.lines(CaseScript.name(known), view.policy().name()))
        .containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(script.lines().filter(line -> wanted.contains(line.replaceFirst("^# ", ""))))
        .hasSameSizeAs(wanted);
  }

  /** What is said of the first project that the wrong engine gets wrong. */
  private static String failure(SparkSession session) {
    for (long seed = 1; seed < 30; seed++) {
      long from = seed;
      AssertionError error =
          catchThrowableOfType(
              AssertionError.class, () -> Agreement.check(session, WRONG, from, VIEWS, 2));
      if (error != null) {
        return String.valueOf(error.getMessage());
      }
    }
    throw new AssertionError("an engine without lag was never found out");
  }
}
