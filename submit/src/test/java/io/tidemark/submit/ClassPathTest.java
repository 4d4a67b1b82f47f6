package io.tidemark.submit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassPathTest {

  @Test
  void sparkIsNotEvenOnItsClassPath() {
    assertThatThrownBy(() -> Class.forName("org.apache.spark.sql.SparkSession"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> Class.forName("scala.Option"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
