package io.tidemark.submit.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkHomeTest {

  @TempDir Path dist;

  @Test
  void whatBenchComparesWithIsLastOnItsClassPathAndOnNoOther() throws IOException {
    for (String jar :
        new String[] {"spark/jars/delta-spark.jar", "jobs/tidemark-jobs.jar", "lib/bench/z.jar"}) {
      Files.createDirectories(dist.resolve(jar).getParent());
      Files.createFile(dist.resolve(jar));
    }
    SparkHome spark = new SparkHome(dist, Map.of());
    assertThat(spark.classPath()).doesNotContain("z.jar");
    assertThat(spark.benchClassPath())
        .isEqualTo(spark.classPath() + File.pathSeparator + dist.resolve("lib/bench/z.jar"));
  }
}
