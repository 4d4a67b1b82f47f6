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
class KilledCreateTest {

  private static final String CREATE = "training-set create credit" + SmallBank.NOW;

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> aKilledCreateIsMadeUpForByTheNext(SparkSession spark) throws Exception {
    Killed killed = new Killed(spark, folder);
    ProjectFolder ready = SmallBank.written(spark, folder.resolve("base"));
    ready.verb("apply" + SmallBank.NOW).written();
    ready.verb("materialize" + SmallBank.NOW).written();
    ProjectFolder first = killed.scenario("first", ready, CREATE);
    killed.scenario("equal", first, CREATE);
    first.replace("definitions/views.yaml", "columns: [\"*\"]", "columns: [loan_id]");
    ProjectFolder second = killed.scenario("second", first, CREATE);
    Path leftover = Folders.copy(first.root(), folder.resolve("leftover"));
    Folders.copy(
        second.root().resolve("warehouse/training/credit_v2"),
        leftover.resolve("warehouse/training/credit_v2"));
    killed.scenario("over_leftover", new ProjectFolder(spark, leftover), CREATE);
    return killed.deaths().onClose(killed::close);
  }
}
