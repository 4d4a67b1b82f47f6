package io.tidemark.lineage.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class S3EnvironmentTest {

  @Test
  void theVariablesOfTheAwsToolsBecomeSettings() {
    assertThat(
            S3Environment.settings(
                Map.of(
                    "AWS_ENDPOINT_URL", "http://any:1",
                    "AWS_ENDPOINT_URL_S3", "http://s3:1",
                    "AWS_DEFAULT_REGION", "eu-west-1",
                    "AWS_ACCESS_KEY_ID", "k",
                    "AWS_SECRET_ACCESS_KEY", "s",
                    "AWS_SESSION_TOKEN", "t"),
                new Configuration()))
        .isEqualTo(
            Map.of(
                "fs.s3a.endpoint", "http://s3:1",
                "fs.s3a.path.style.access", "true",
                "fs.s3a.retry.limit", "4",
                "fs.s3a.endpoint.region", "eu-west-1",
                "fs.s3a.access.key", "k",
                "fs.s3a.secret.key", "s",
                "fs.s3a.session.token", "t"));
  }

  @Test
  void whatIsConfiguredWins() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", "http://mine:1");
    conf.set("fs.s3a.path.style.access", "false");
    conf.set("fs.s3a.retry.limit", "7");
    conf.set("fs.s3a.access.key", "mine");

    assertThat(
            S3Environment.settings(
                Map.of(
                    "AWS_ENDPOINT_URL", "http://any:1",
                    "AWS_ACCESS_KEY_ID", "k",
                    "AWS_SECRET_ACCESS_KEY", "s"),
                conf))
        .isEmpty();
  }

  @Test
  void theEndpointThatSparkGivesEveryJobIsNotConfigured() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", "s3.amazonaws.com", "Set by Spark to default values");

    assertThat(S3Environment.settings(Map.of("AWS_ENDPOINT_URL", "http://any:1"), conf))
        .containsEntry("fs.s3a.endpoint", "http://any:1");
  }

  @Test
  void withoutVariablesNothingIsSet() {
    assertThat(S3Environment.settings(Map.of("AWS_REGION", " "), new Configuration())).isEmpty();
  }
}
