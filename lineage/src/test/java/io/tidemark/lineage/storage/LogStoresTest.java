package io.tidemark.lineage.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.definition.Refusal;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class LogStoresTest {

  private static final String ON_S3 = "s3a://bank/wh";
  private static final String SPARK = "spark.delta.logStore.s3a.impl";
  private static final String KERNEL = "io.delta.kernel.logStore.s3a.impl";
  private static final String OTHER = "io.delta.storage.S3SingleDriverLogStore";

  private final Configuration kernel = LogStores.forKernel(new Configuration(false));

  @Test
  void theStoresThatWeSetAreEnoughToWriteToS3() {
    LogStores.requireSafeCommits(ON_S3, LogStores.sparkSettings()::get, kernel);
  }

  @Test
  void writingToS3ByAnotherStoreIsRefusedWhicheverKeyNamesIt() {
    assertThatThrownBy(() -> LogStores.requireSafeCommits(ON_S3, Map.of(SPARK, OTHER)::get, kernel))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(ON_S3, SPARK, OTHER);
    assertThatThrownBy(
            () ->
                LogStores.requireSafeCommits(
                    ON_S3, Map.of("delta.logStore.s3a.impl", OTHER)::get, kernel))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(OTHER);

    Configuration own = new Configuration(false);
    own.set(KERNEL, OTHER);
    assertThat(LogStores.forKernel(own).get(KERNEL)).isEqualTo(OTHER);
    assertThatThrownBy(
            () ->
                LogStores.requireSafeCommits(
                    ON_S3, LogStores.sparkSettings()::get, LogStores.forKernel(own)))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(KERNEL, OTHER);
  }

  @Test
  void aSparkThatWasStartedWithoutTheStoreIsRefused() {
    assertThatThrownBy(() -> LogStores.requireSafeCommits(ON_S3, key -> null, kernel))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(SPARK + " is not set");
  }

  @Test
  void otherFileSystemsAreLeftToTheStoresThatDeltaHasForThem() {
    for (String warehouse :
        new String[] {"/wh", "file:///wh", "hdfs://nn/wh", "gs://bank/wh", "abfss://a@b/wh"}) {
      LogStores.requireSafeCommits(warehouse, key -> null, new Configuration(false));
      assertThatCode(() -> LogStores.requireKnownScheme(warehouse)).doesNotThrowAnyException();
    }
  }

  @Test
  void s3IsNamedAsS3aNamesIt() {
    for (String scheme : new String[] {"s3", "s3n", "S3"}) {
      assertThatThrownBy(() -> LogStores.requireKnownScheme(scheme + "://bank/wh"))
          .isInstanceOf(Refusal.class)
          .satisfies(
              e -> assertThat(((Refusal) e).problems().get(0).fix()).contains("s3a://bank/wh"));
    }
  }
}
