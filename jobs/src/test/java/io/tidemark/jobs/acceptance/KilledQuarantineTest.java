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
class KilledQuarantineTest {

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> aKilledBatchOrReleaseIsMadeUpForByTheNext(SparkSession spark)
      throws Exception {
    Payments payments =
        new Payments(spark, folder.resolve("base"), false)
            .view("paid", "quarantine", true, "maxQuarantineRatio: 0.5", QuarantineTest.AMOUNT)
            .rows(QuarantineTest.ROWS);
    ProjectFolder project = payments.project();
    project.verb(Payments.APPLY).written();
    Killed killed = new Killed(spark, folder);
    String materialize = "materialize paid@1" + QuarantineTest.NOW;
    killed.scenario("batch", project, materialize);
    String batch = project.verb(materialize).written().onlyResult().get("batch").asText();
    project.replace("paid.yaml", "min: 0, max: 100", "min: -10, max: 1000");
    killed.scenario("release", project, "quarantine release " + batch + QuarantineTest.LATER);
    return killed.deaths().onClose(killed::close);
  }
}
