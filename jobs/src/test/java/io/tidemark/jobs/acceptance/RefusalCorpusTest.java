package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad projects, data and command lines: each is a file of {@code src/test/resources/refusals} with
 * what it is answered. {@code -Dtidemark.golden.update=true} writes the answers anew, {@code
 * -Dtidemark.refusals=WORD} plays only the cases whose path has the word.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalCorpusTest {

  private static final Path CASES = Path.of("src/test/resources/refusals");
  private static final Path STARTS = CASES.resolve("start");
  private static final boolean UPDATE = Boolean.getBoolean("tidemark.golden.update");
  private static final String ONLY = System.getProperty("tidemark.refusals", "");

  @TempDir static Path temporary;
  private int played;

  @TestFactory
  Stream<DynamicContainer> whatIsRefusedIsSaidAndLeavesTheWarehouseAsItWas(SparkSession spark)
      throws IOException {
    List<Path> folders = list(CASES, Files::isDirectory);
    return folders.stream()
        .filter(folder -> !folder.equals(STARTS))
        .map(
            folder ->
                dynamicContainer(
                    folder.getFileName().toString(),
                    list(folder, file -> file.toString().endsWith(".txt")).stream()
                        .filter(file -> file.toString().contains(ONLY))
                        .map(RefusalCase::read)
                        .map(
                            each ->
                                dynamicTest(
                                    each.file().getFileName() + ": " + each.title(),
                                    each.file().toUri(),
                                    () -> play(spark, each)))));
  }

  private void play(SparkSession spark, RefusalCase each) throws IOException {
    Path root = Files.createDirectories(temporary.toRealPath().resolve("case" + played++));
    ProjectFolder project = new ProjectFolder(spark, root);
    RefusalScene scene = new RefusalScene(project, (name, into) -> start(spark, name, into));
    RefusalCase.Step last = each.steps().get(each.steps().size() - 1);
    assertThat(last.verb()).as("the last step").isEqualTo("run");
    for (RefusalCase.Step step : each.steps().subList(0, each.steps().size() - 1)) {
      if (step.verb().equals("run")) {
        Ran ran = ran(project, step);
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
      } else {
        scene.play(step);
      }
    }
    Map<String, String> before = project.files();
    Ran ran = ran(project, last);
    RefusalOutcome outcome = new RefusalOutcome(project, ran, before);
    String text = outcome.text();
    if (UPDATE) {
      each.expect(text);
    } else {
      assertThat(text).as(each.title()).isEqualTo(each.expected());
    }
    outcome.check(each.given(), scene.secrets());
    RefusalScene.delete(root);
  }

  private static Ran ran(ProjectFolder project, RefusalCase.Step step) {
    String[] words =
        step.rest().stream()
            .map(word -> word.replace("{project}", project.root().toString()))
            .toArray(String[]::new);
    return step.rest().contains("-o") ? project.plain(words) : project.run(words);
  }

  private static void start(SparkSession spark, String name, ProjectFolder into) {
    Path ready = temporary.resolve("start_" + name);
    if (!Files.exists(ready)) {
      ProjectFolder project = new ProjectFolder(spark, ready);
      RefusalScene scene =
          new RefusalScene(project, (other, folder) -> start(spark, other, folder));
      for (RefusalCase.Step step : RefusalCase.read(STARTS.resolve(name + ".txt")).steps()) {
        if (step.verb().equals("run")) {
          ran(project, step).ok();
        } else {
          scene.play(step);
        }
      }
    }
    RefusalScene.copy(ready, into.root());
  }

  private static List<Path> list(Path folder, Predicate<Path> kept) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(kept).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
