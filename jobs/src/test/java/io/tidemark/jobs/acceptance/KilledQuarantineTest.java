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
  Stream<DynamicTest> aKilledBatchIsWrittenWithheldAndProvenByTheNext(SparkSession spark)
      throws Exception {
    Payments payments =
        new Payments(spark, folder.resolve("base"), false)
            .view("paid", "quarantine", true, "maxQuarantineRatio: 0.5", QuarantineTest.AMOUNT)
            .rows(QuarantineTest.ROWS);
    payments.project().verb(Payments.APPLY).written();
    Killed killed = new Killed(spark, folder);
    killed.scenario("batch", payments.project(), "materialize paid@1" + QuarantineTest.NOW);
    return killed.deaths().onClose(killed::close);
  }
}
