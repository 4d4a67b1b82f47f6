package io.tidemark.jobs.cost.usage;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the bill calls the cluster that this process runs on, as far as its surroundings tell. */
final class ClusterId {
  private static final String EMR = "EMR_CLUSTER_ID";
  private static final String SERVERLESS = "SERVERLESS_EMR_APPLICATION_ID";
  private static final String EKS =
      "spark.kubernetes.driver.label.emr-containers.amazonaws.com/virtual-cluster-id";

  private ClusterId() {}

  /**
   * The id that the project's owner has set, else the job flow of EMR on EC2, the application of
   * EMR Serverless, the virtual cluster of EMR on EKS; empty elsewhere.
   *
   * @param settings a Spark property's value
   * @param environment of the process
   */
  static Optional<String> of(
      Function<String, Optional<String>> settings, Map<String, String> environment) {
    return settings
        .apply(Application.PROPERTY + "cluster_id")
        .or(() -> Optional.ofNullable(System.getProperty(EMR)))
        .or(() -> Optional.ofNullable(environment.get(EMR)))
        .or(() -> Optional.ofNullable(environment.get(SERVERLESS)))
        .or(() -> settings.apply(EKS))
        .filter(id -> !id.isBlank());
  }
}
