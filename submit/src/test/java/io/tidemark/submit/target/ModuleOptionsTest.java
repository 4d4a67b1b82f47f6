package io.tidemark.submit.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModuleOptionsTest {

  /** The build's own list is compared with Spark's where Spark is on the class path. */
  @Test
  void theChildJvmOpensTheModulesThatTestsRunWith() {
    assertThat(System.getProperty("spark.test.jvmArgs"))
        .startsWith(String.join(" ", ModuleOptions.ALL) + " ");
  }
}
