package io.tidemark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

/** What the build promises: the frozen content of the job jar, and the module options of Spark. */
class BundledDependenciesTest {

  private static final String REGENERATE =
      "mvn -pl jobs -am test -Dtest=BundledDependenciesTest -Dgolden.update=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void theJobJarHoldsTheFrozenDependenciesAndNoOthers() throws IOException {
    Path frozen = Path.of(System.getProperty("bundled.frozen", "bundled-dependencies.txt"));
    Path actual = Path.of(System.getProperty("bundled.actual", "target/bundled-dependencies.txt"));
    List<String> now =
        Files.readAllLines(actual).stream()
            .map(String::strip)
            .filter(line -> line.contains(":jar:"))
            .map(line -> line.split(" ", 2)[0])
            .sorted()
            .toList();
    if (Boolean.getBoolean("golden.update")) {
      Files.write(frozen, now);
    }
    assertThat(now)
        .as("%s no longer tells what the job jar holds; if that is meant: %s", frozen, REGENERATE)
        .isEqualTo(Files.readAllLines(frozen));
  }

  @Test
  void testsRunWithTheModuleOptionsThatSparkItselfSets() {
    String options = System.getProperty("spark.test.jvmArgs", "");

    assertThat(options).startsWith(JavaModuleOptions.defaultModuleOptions());
  }
}
