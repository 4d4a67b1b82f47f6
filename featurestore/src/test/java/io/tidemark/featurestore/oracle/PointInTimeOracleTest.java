package io.tidemark.featurestore.oracle;

import io.tidemark.featurestore.pit.PlainJoin;
import io.tidemark.lineage.testing.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The engine against the oracle, on rows that the oracle itself has stored. */
@ExtendWith(SparkExtension.class)
class PointInTimeOracleTest {
  private static final int VIEWS = 4;
  private static final int UNIVERSES = 16;

  @Test
  void theEngineAgreesWithLookingAtEveryRow(SparkSession spark) {
    SparkSession session = spark.newSession();
    long seed = Cases.seed("point-in-time cases", Cases.COUNT);
    for (int cases = 0; cases < Cases.COUNT; cases += VIEWS * UNIVERSES) {
      Agreement.check(session, new PlainJoin(), seed++, VIEWS, UNIVERSES);
    }
  }
}
