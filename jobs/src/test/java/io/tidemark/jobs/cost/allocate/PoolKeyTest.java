package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolKeyTest {
  private static final String SERVERLESS = "arn:aws:emr-serverless:us-east-1:1:/applications/00f";

  @Test
  void theTagOfEmrSaysTheCluster() {
    assertThat(
            cluster(LineOf.cost("1").tag("resourceTags/aws:elasticmapreduce:job-flow-id", "j-2")))
        .contains("j-2");
    assertThat(
            cluster(LineOf.cost("1").tag("resource_tags_aws_elasticmapreduce_job_flow_id", "j-2")))
        .contains("j-2");
    assertThat(
            cluster(
                LineOf.cost("1")
                    .service("ElasticMapReduce")
                    .cluster("j-2")
                    .resource("arn:aws:elasticmapreduce:us-east-1:1:cluster/j-3")))
        .contains("j-2");
  }

  @Test
  void elseTheArnOfAClusterAnApplicationOrAVirtualCluster() {
    assertThat(cluster(LineOf.cost("1").resource("arn:aws:elasticmapreduce:r:1:cluster/j-3")))
        .contains("j-3");
    assertThat(cluster(LineOf.cost("1").resource(SERVERLESS))).contains("00f");
    assertThat(cluster(LineOf.cost("1").resource(SERVERLESS + "/jobruns/r9"))).contains("00f");
    assertThat(
            cluster(
                LineOf.cost("1")
                    .resource("arn:aws:emr-containers:r:1:/virtualclusters/v1/jobruns/r")))
        .contains("v1");
  }

  @Test
  void whatIsNotOfEmrHasNoCluster() {
    assertThat(cluster(LineOf.cost("1"))).isEmpty();
    assertThat(cluster(LineOf.cost("1").resource("arn:aws:catalog:r:1:/applications/x"))).isEmpty();
    assertThat(cluster(LineOf.cost("1").resource("arn:aws:ec2:r:1:instance/j-3"))).isEmpty();
  }

  @Test
  void aJobRunIsNamedByItsArn() {
    assertThat(EmrResource.of(LineOf.cost("1").resource(SERVERLESS + "/jobruns/r9").get()).jobRun())
        .contains("r9");
    assertThat(EmrResource.of(LineOf.cost("1").resource(SERVERLESS).get()).jobRun()).isEmpty();
  }

  @Test
  void aRowOfAPodAndItsMachineHaveOneKeyInAnHour() {
    BillLine pod = LineOf.cost("0").resource("pod").pod("i-1", "1", "0").get();
    BillLine machine = LineOf.cost("1").resource("i-1").get();
    BillLine later =
        LineOf.cost("1")
            .resource("i-1")
            .at(LineOf.TEN.plusSeconds(3600), LineOf.TEN.plusSeconds(7200))
            .get();
    BillLine credit = LineOf.cost("-1").resource("i-1").category(Category.CREDIT, "Credit").get();
    assertThat(PoolKey.machine(pod)).isPresent().isEqualTo(PoolKey.machine(machine));
    assertThat(PoolKey.machine(later)).isNotEqualTo(PoolKey.machine(machine));
    assertThat(PoolKey.machine(credit)).isEmpty();
  }

  @Test
  void payersAndCurrenciesAreNeverCrossed() {
    assertThat(PoolKey.cluster(LineOf.cost("1").cluster("j-1").currency("EUR").get()))
        .isNotEqualTo(PoolKey.cluster(LineOf.cost("1").cluster("j-1").get()));
  }

  private static Optional<String> cluster(LineOf line) {
    return PoolKey.cluster(line.get()).map(PoolKey.Cluster::cluster);
  }
}
