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
class KilledMaterializeTest {

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> aKilledMaterializeOrMaintainIsMadeUpForByTheNext(SparkSession spark)
      throws Exception {
    Killed killed = new Killed(spark, folder);
    ProjectFolder applied = SmallBank.written(spark, folder.resolve("base"));
    applied.verb("apply" + SmallBank.NOW).written();
    ProjectFolder first = killed.scenario("first", applied, "materialize" + SmallBank.NOW);
    SmallBank.balances(
        first,
        "(1, @03-01@, 10.50), (1, @03-02@, 21.25), (2, @03-01@, 5.00), (3, @02-27@, 7.00), (2,"
            + " @04-01 06:00:00@, 8.00)");
    first.text(
        "data/limits.csv",
        "cust,at,amount\n1,2026-03-01T00:00:00Z,110\n2,2026-03-02,\n3,2026-03-03,40\n");
    ProjectFolder second =
        killed.scenario("second", first, "materialize --now 2026-04-02T00:00:00Z");
    killed.scenario("merge", second, "maintain --now 2026-04-03T00:00:00Z");
    return killed.deaths().onClose(killed::close);
  }
}
