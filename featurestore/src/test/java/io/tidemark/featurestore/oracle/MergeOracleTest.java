package io.tidemark.featurestore.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.featurestore.pit.LaidOut;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class MergeOracleTest {
  private static final int VIEWS = 4;
  private static final int UNIVERSES = 16;

  @Test
  void theMergeAgreesWithLookingAtEveryRow(SparkSession spark, @TempDir Path folder) {
    SparkSession session = spark.newSession();
    long seed = Cases.seed("merged cases", Cases.COUNT);
    LaidOut engine = new LaidOut(folder, new Random(seed));
    for (int cases = 0; cases < Cases.COUNT; cases += VIEWS * UNIVERSES) {
      Agreement.check(session, engine, seed++, VIEWS, UNIVERSES);
    }
    assertThat(engine.merged()).isPositive();
  }
}
