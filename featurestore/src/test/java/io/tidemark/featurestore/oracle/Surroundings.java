package io.tidemark.featurestore.oracle;

import java.util.Random;
import java.util.TimeZone;
import org.apache.spark.sql.SparkSession;

/** What must not matter: zones, partitions, and how Spark goes about it. */
record Surroundings(
    String sessionZone,
    String machineZone,
    int partitions,
    boolean adaptive,
    boolean ansi,
    boolean compiled,
    boolean skipping) {

  static Surroundings random(Random random) {
    String[] zones = {"UTC", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"};
    int many = random.nextInt(40) == 0 ? 64 : 1 + random.nextInt(6);
    return new Surroundings(
        zones[random.nextInt(zones.length)],
        zones[random.nextInt(zones.length)],
        many,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(20) == 0,
        random.nextBoolean());
  }

  /** The same for whole jobs, which fix some of them. */
  Surroundings forJobs(boolean skipping) {
    int few = Math.min(partitions, 3);
    return new Surroundings(sessionZone, machineZone, few, adaptive, false, compiled, skipping);
  }

  /** Does something in them; the machine's zone is as before afterwards. */
  void during(SparkSession session, Runnable work) {
    session.conf().set("spark.sql.session.timeZone", sessionZone);
    session.conf().set("spark.sql.shuffle.partitions", partitions);
    session.conf().set("spark.sql.adaptive.enabled", adaptive);
    session.conf().set("spark.sql.ansi.enabled", ansi);
    session.conf().set("spark.sql.codegen.wholeStage", compiled);
    session.conf().set("spark.sql.codegen.factoryMode", compiled ? "FALLBACK" : "NO_CODEGEN");
    session.conf().set("spark.databricks.delta.stats.skipping", skipping);
    session.conf().set("spark.sql.parquet.filterPushdown", skipping);
    session.conf().set("spark.sql.constraintPropagation.enabled", "false");
    session.conf().set("spark.sql.leafNodeDefaultParallelism", 1 + partitions % 2);
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(machineZone));
    try {
      work.run();
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
