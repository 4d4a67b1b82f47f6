package io.tidemark.jobs.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jobs.demo.NewProject;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New projects hold, and take nothing away. */
class InitTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bank", "empty"})
  void aNewProjectHolds(String template) {
    Path project = folder.resolve("My-2nd project");
    Answer answer = run("init", project.toString(), "--template", template);
    assertThat(answer.status()).isEqualTo(Status.OK);
    assertThat(answer.results())
        .extracting(row -> row.get("file"))
        .contains("project.yaml", ".gitignore");
    assertThat(answer.results()).extracting(row -> row.get("status")).containsOnly("written");

    Answer valid = run("validate", "-C", project.toString());
    assertThat(valid.exitCode()).isZero();
    assertThat(valid.problems()).isEmpty();
  }

  @Test
  void theBankIsTheUsualOne() throws IOException {
    Answer answer = run("init", "-C", folder.toString());
    assertThat(answer.results())
        .extracting(row -> row.get("file"))
        .filteredOn(file -> !String.valueOf(file).startsWith("data/eventlogs/"))
        .containsExactly(
            "data/generator.json",
            "data/customers.csv",
            "data/accounts.csv",
            "data/card_payments.csv",
            "data/bureau_reports.csv",
            "data/loan_applications.csv",
            "data/missed_instalments.csv",
            "data/instances.csv",
            "data/bill/estimate/tidemark-synthetic-00001.csv",
            "data/bill/estimate/tidemark-synthetic-Manifest.json",
            "data/bill/final/tidemark-synthetic-00001.csv",
            "data/bill/final/tidemark-synthetic-Manifest.json",
            "project.yaml",
            "sources.yaml",
            "features.yaml",
            "quality.yaml",
            "training.yaml",
            "cost.yaml",
            "README.md",
            ".gitignore");
    assertThat(answer.results())
        .extracting(row -> row.get("file"))
        .filteredOn(file -> String.valueOf(file).startsWith("data/eventlogs/"))
        .hasSize(12 + 2 * 3 + 3);
    assertThat(run("validate", "-C", folder.toString()).results())
        .contains(Map.of("kind", "CostAllocation", "definitions", 1))
        .contains(Map.of("kind", "FeatureView", "definitions", 5))
        .contains(Map.of("kind", "TrainingSet", "definitions", 1));
  }

  @Test
  void makingItAgainChangesNothingAndCompletesWhatIsMissing() throws IOException {
    run("init", folder.toString());
    Map<String, Long> before = files();
    assertThat(run("init", folder.toString()).status()).isEqualTo(Status.UNCHANGED);
    assertThat(files()).isEqualTo(before);

    Files.delete(folder.resolve("data/accounts.csv"));
    Answer completed = run("init", folder.toString());
    assertThat(completed.results())
        .filteredOn(row -> row.get("status").equals("written"))
        .extracting(row -> row.get("file"))
        .containsExactly("data/accounts.csv");
    assertThat(files().keySet()).isEqualTo(before.keySet());
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.writeString(folder.resolve("README.md"), "mine");
    Map<String, Long> before = files();
    refused("WOULD_OVERWRITE", "README.md", "init", folder.toString());
    assertThat(files()).isEqualTo(before);
    Files.writeString(folder.resolve("notes.txt"), "mine too");
    assertThat(run("init", folder.toString(), "--template", "empty").exitCode()).isZero();
    assertThat(folder.resolve("README.md")).hasContent("mine");
  }

  @Test
  void projectsDoNotLieInOneAnother() throws IOException {
    Path outer = folder.resolve("outer");
    run("init", outer.toString(), "--template", "empty");
    refused("INSIDE_A_PROJECT", outer.toString(), "init", outer.resolve("a/b").toString());
    assertThat(outer.resolve("a")).doesNotExist();
    Files.move(outer, folder.resolve("moved"));
    refused("HOLDS_A_PROJECT", "", "init", folder.toString(), "--template", "empty");
    Files.writeString(folder.resolve("file"), "");
    refused("NOT_A_FOLDER", "file", "init", folder.resolve("file").toString());
  }

  @Test
  void aDemoIsMadeOnlyWhereNothingElseIs() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    NewProject mine = new NewProject(folder);
    assertThatThrownBy(() -> mine.check(Map.of())).hasMessageContaining("is not a demo");
    assertThatThrownBy(() -> mine.demo(Map.of())).hasMessageContaining("is not a demo");
    assertThat(files()).containsOnlyKeys("notes.txt");

    Path cutShort = folder.resolve("demo/.tidemark-new-1");
    Files.createDirectories(cutShort);
    Files.setLastModifiedTime(cutShort, FileTime.from(Instant.now().minusSeconds(7200)));
    NewProject demo = new NewProject(folder.resolve("demo"));
    Map<String, String> small = Map.of("--customers", "5", "--days", "3", "--transactions", "4");
    assertThat(demo.demo(small)).doesNotContainValue(false);
    assertThat(cutShort).doesNotExist();
    assertThat(demo.demo(Map.of())).doesNotContainValue(true);
    assertThat(demo.demo(small)).doesNotContainValue(true);
    assertThatThrownBy(() -> demo.demo(Map.of("--days", "4")))
        .hasMessageContaining("was made with --days 3")
        .hasMessageContaining("another folder");
  }

  @Test
  void aDemoKeepsWhatItsUserChangedAndRestoresWhatIsGone() throws IOException {
    NewProject demo = new NewProject(folder);
    Map<String, String> small = Map.of("--customers", "5", "--days", "3", "--transactions", "4");
    demo.demo(small);
    String payments = Files.readString(folder.resolve("data/card_payments.csv"));
    Files.writeString(folder.resolve("training.yaml"), "# mine\n");
    Files.delete(folder.resolve("data/card_payments.csv"));
    assertThat(demo.demo(Map.of()))
        .containsEntry("data/card_payments.csv", true)
        .containsEntry("training.yaml", false);
    assertThat(folder.resolve("training.yaml")).hasContent("# mine\n");
    assertThat(folder.resolve("data/card_payments.csv")).hasContent(payments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--customers 0",
        "--customers x",
        "--days 4000",
        "--late 1.5",
        "--late -0.1",
        "--skew 5%",
        "--seed 1.5"
      })
  void knobsHaveBounds(String flags) {
    String[] words = flags.split(" ");
    assertThatThrownBy(() -> new NewProject(folder).check(Map.of(words[0], words[1])))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(words[0]);
  }

  @Test
  void whatIsTypedWrongIsToldApart() {
    refused("USAGE", "bank", "init", folder.toString(), "--template", "bnak");
    refused("USAGE", "init DIR", "init");
    refused("USAGE", "with -C", "init", "x", "-C", "y");
    refused("UNKNOWN_FLAG", "--customers", "demo", "--custmers", "5");
  }

  private Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.size(file));
      }
    }
    return files;
  }

  private static Answer run(String... args) {
    Invocation invocation = (Invocation) CommandLines.parse(List.of(args), "1");
    return FileVerbs.run(invocation, Map.of());
  }

  private static void refused(String code, String text, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    assertThatThrownBy(() -> run(all.toArray(String[]::new)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.exitCode()).isEqualTo(2);
              assertThat(refusal.problems().get(0).code()).isEqualTo(code);
              assertThat(refusal.getMessage()).contains(text);
            });
  }
}
