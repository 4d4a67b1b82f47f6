package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes at work in one warehouse: one waits before each of its commits in turn while the
 * other runs from start to end. Every second of these meetings takes place, with {@code
 * -Dtidemark.races=all} every one.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RivalTest {

  private static final String NOW = SmallBank.NOW;
  private static final String VIEWS = "definitions/views.yaml";
  private static final String WINDOW = "materialize balance@1 --from 2026-03-01 --to ";

  // Where two runs meet: the warehouse's own file, its tables, the tables of the users.
  private static final String MEETING =
      "before (commit|write) (_tidemark.json|(features|training|registry/(event|object))/.*)";
  private static final long OTHER_MAY_WAIT_SECONDS = 4;
  private static final int SHARE = System.getProperty("tidemark.races", "").equals("all") ? 1 : 2;

  @TempDir static Path folder;
  private final DuckDb duck = new DuckDb();
  private final Survival survival = new Survival(duck);
  private SparkSession spark;
  private Rival rival;
  private int meetings;
  private int races;

  @BeforeAll
  void start(SparkSession session) throws Exception {
    spark = session;
    rival = Rival.start(folder.resolve("rival"));
  }

  @AfterAll
  void end() throws Exception {
    rival.close();
    duck.close();
    System.out.println(races + " races of two processes");
  }

  private ProjectFolder ready(String name) {
    ProjectFolder project = SmallBank.written(spark, folder.resolve(name));
    project.verb("apply" + NOW).written();
    return project;
  }

  @Test
  void twoAppliesMakeOneWarehouse() throws Exception {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("fresh"));
    race(fresh, "apply" + NOW, "apply" + NOW);
  }

  @Test
  void twoMaterialisationsOfOneWindowStoreItsRowsOnce() throws Exception {
    String window = WINDOW + "2026-03-31" + NOW;
    race(ready("window"), window, window);
  }

  @Test
  void twoMaterialisationsOfTwoWindowsStoreTheRowsOfBoth() throws Exception {
    String other = "materialize balance@1 --from 2026-03-02 --to 2026-03-31" + NOW;
    race(ready("windows"), WINDOW + "2026-03-01" + NOW, other);
  }

  @Test
  void twoCreatesMakeOneTrainingSet() throws Exception {
    ProjectFolder project = ready("create");
    project.verb("materialize" + NOW).written();
    String create = "training-set create credit" + NOW;
    race(project, create, create);
  }

  @Test
  void anApplyDoesNotDisturbAMaterialise() throws Exception {
    ProjectFolder project = ready("beside");
    project.yaml("definitions/more.yaml", SmallBank.ONE_MORE_VIEW);
    race(project, "apply" + NOW, WINDOW + "2026-03-31" + NOW);
  }

  @Test
  void anEditedDraftTakesNoRowsAlong() throws Exception {
    ProjectFolder draft = SmallBank.written(spark, folder.resolve("draft"));
    draft.replace(
        VIEWS, "  materialize: {buckets: 2}\n---\n", "  lifecycle: {state: draft}\n---\n");
    draft.verb("apply" + NOW).written();
    String materialize = "materialize balance@1" + NOW;

    // The rows are there before the edit is applied: it is refused.
    ProjectFolder edited = edited(draft, "rows_first");
    CompletableFuture<Void> apply = heldAt("before commit features/balance_v1/.*", edited, 2);
    unedited(draft, edited).verb(materialize).written();
    rival.stops().release(edited.root());
    apply.get();
    assertThat(edited.number("SELECT count(*) FROM features.balance_v1")).isEqualTo(3);

    // The edit is about to be applied: no rows any more.
    edited = edited(draft, "edit_first");
    apply = heldAt("after commit features/balance_v1/.*", edited, 0);
    unedited(draft, edited).verb(materialize).refusedSaying("about to replace");
    rival.stops().release(edited.root());
    apply.get();
    assertThat(edited.number("SELECT count(owed) FROM features.balance_v1")).isZero();
    edited.verb(materialize).written();
  }

  private ProjectFolder edited(ProjectFolder draft, String name) {
    return copy(draft, name)
        .replace(
            VIEWS,
            "{name: balance, type: \"DECIMAL(10,2)\"",
            "{name: owed, column: balance, type: \"DECIMAL(10,2)\"");
  }

  /** The project before the edit, on the warehouse of the one after it. */
  private ProjectFolder unedited(ProjectFolder draft, ProjectFolder edited) {
    return copy(draft, edited.root().getFileName() + "_before")
        .replace("project.yaml", "./warehouse", edited.warehouse().toString());
  }

  private CompletableFuture<Void> heldAt(String where, ProjectFolder project, int code)
      throws Exception {
    rival.stops().hold(project.root(), 1);
    CompletableFuture<Void> run = rival.run(project.root(), "apply" + NOW, code);
    for (int point = 1; !run.isDone(); ) {
      List<String> points = rival.stops().points(project.root());
      if (points.size() < point) {
        Thread.sleep(2);
      } else if (points.get(point - 1).matches(where)) {
        return run;
      } else {
        rival.stops().hold(project.root(), ++point);
      }
    }
    throw new AssertionError("never came to " + where);
  }

  private void race(ProjectFolder prototype, String first, String second) throws Exception {
    ProjectFolder alone = copy(prototype, "alone");
    alone.verb(first).ok();
    alone.verb(second).ok();
    Survival.Content expected = survival.content(alone.warehouse()).inAnyOrder();
    List<String> objects = survival.objects(alone.warehouse());
    ProjectFolder dry = copy(prototype, "dry");
    rival.run(dry.root(), first).get();
    List<String> points = rival.stops().points(dry.root());
    boolean rebuilt = false;
    for (int point = 1; point <= points.size(); point++) {
      if (points.get(point - 1).matches(MEETING) && (meetings++ % SHARE == 0)) {
        ProjectFolder project = copy(prototype, "at_" + point);
        meet(project, first, second, point);
        races++;
        String where = first + " at " + points.get(point - 1) + " meets " + second;
        assertThat(survival.content(project.warehouse()).inAnyOrder())
            .as(where)
            .isEqualTo(expected);
        assertThat(survival.objects(project.warehouse())).as(where).isEqualTo(objects);
        survival.runsAreWhole(project.warehouse(), List.of("SUCCEEDED"));
        if (!rebuilt) {
          survival.rebuildChangesNothing(project);
          rebuilt = true;
        }
      }
    }
  }

  private void meet(ProjectFolder project, String first, String second, int point)
      throws Exception {
    rival.stops().hold(project.root(), point);
    CompletableFuture<Void> held = rival.run(project.root(), first);
    while (rival.stops().points(project.root()).size() < point && !held.isDone()) {
      Thread.sleep(2);
    }
    CompletableFuture<Ran> other = CompletableFuture.supplyAsync(() -> project.verb(second));
    try {
      other.get(OTHER_MAY_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // A create waits for the one that is writing.
    }
    rival.stops().release(project.root());
    held.get();
    other.get().ok();
  }

  private ProjectFolder copy(ProjectFolder prototype, String name) {
    Path root = folder.resolve(prototype.root().getFileName() + "_" + name);
    return new ProjectFolder(spark, Folders.copy(prototype.root(), root));
  }
}
