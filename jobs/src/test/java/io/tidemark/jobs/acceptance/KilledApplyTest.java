package io.tidemark.jobs.acceptance;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class KilledApplyTest {

  private static final String NOW = SmallBank.NOW;
  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> aKilledApplyOrRebuildIsMadeUpForByTheNext(SparkSession spark)
      throws Exception {
    Killed killed = new Killed(spark, folder);
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("base"));
    ProjectFolder applied = killed.scenario("apply", fresh, "apply" + NOW);
    applied.yaml("definitions/more.yaml", SmallBank.ONE_MORE_VIEW);
    ProjectFolder more = killed.scenario("apply_more", applied, "apply" + NOW);
    killed.scenario("rebuild", more, "registry rebuild" + NOW);
    killed.scenario("apply_over_leftover", leftover(spark, applied, more), "apply" + NOW);
    return killed.deaths().onClose(killed::close);
  }

  /** The table of the view as an apply left it that died before the view was edited. */
  private static ProjectFolder leftover(
      SparkSession spark, ProjectFolder applied, ProjectFolder more) {
    Path root = Folders.copy(applied.root(), folder.resolve("leftover"));
    String table = "warehouse/features/balance_text_v1";
    Folders.copy(more.root().resolve(table), root.resolve(table));
    return new ProjectFolder(spark, root).replace("definitions/more.yaml", "owed", "debt");
  }
}
