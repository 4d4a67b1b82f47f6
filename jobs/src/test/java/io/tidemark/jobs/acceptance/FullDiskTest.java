package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse on a disk that is full, at several moments, or that may not be written. */
@ExtendWith(SparkExtension.class)
class FullDiskTest {

  private static final String NOW = SmallBank.NOW;
  private static final int DISK = 8 << 10;

  @TempDir Path folder;
  private final DuckDb duck = new DuckDb();
  private final Survival survival = new Survival(duck);
  private ProjectFolder project;
  private ProjectFolder roomy;
  private SmallDisk disk;

  @BeforeEach
  void mount(SparkSession spark) throws Exception {
    project = SmallBank.written(spark, folder.resolve("small"));
    roomy = SmallBank.written(spark, folder.resolve("roomy"));
    disk = SmallDisk.of(project.root().resolve("disk"), DISK);
    project.replace("project.yaml", "./warehouse", "./disk/warehouse");
  }

  @AfterEach
  void unmount() throws Exception {
    duck.close();
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void aFullDiskIsToldAndNothingIsHalfThere() throws Exception {
    fill("apply" + NOW, List.of(0, 40, 120));
    fill("materialize" + NOW, List.of(0, 40, 80));
    fill("training-set create credit" + NOW, List.of(0, 40, 80));
  }

  private void fill(String verb, List<Integer> room) throws Exception {
    Survival.Content before = survival.content(roomy.warehouse());
    roomy.verb(verb).written();
    Survival.Content after = survival.content(roomy.warehouse());
    for (int kibibytes : room) {
      disk.leave(kibibytes);
      Ran ran = project.verb(verb);

      if (ran.exitCode() == 0) {
        assertThat(kibibytes).isPositive();
        assertThat(survival.content(warehouse())).isEqualTo(after);
        continue;
      }
      assertThat(ran.refused().problems())
          .as("%d KiB: %s", kibibytes, ran)
          .anyMatch(problem -> problem.get("code").asText().equals("DISK_FULL"));
      survival.nothingHalf(warehouse(), before, after);
    }
    disk.clear();
    project.verb(verb).ok();
    assertThat(survival.content(warehouse())).isEqualTo(after);
  }

  @Test
  void aReadOnlyWarehouseIsToldAndIsAsItWas() throws Exception {
    project.verb("apply" + NOW).written();
    disk.readOnly(true);
    Map<String, String> before = ProjectFolder.snapshot(warehouse(), name -> true);
    for (String verb : List.of("apply", "materialize", "training-set create credit")) {
      project.verb(verb + NOW).refusedSaying("cannot write");
    }
    assertThat(ProjectFolder.snapshot(warehouse(), name -> true)).isEqualTo(before);
    disk.readOnly(false);
    project.verb("materialize" + NOW).written();
  }

  private Path warehouse() {
    return project.root().resolve("disk/warehouse");
  }
}
