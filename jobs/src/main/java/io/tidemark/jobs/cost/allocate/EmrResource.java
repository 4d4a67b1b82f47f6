package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a line tells the cluster, the application or the job run of EMR that it is for.
 *
 * @param service as the bill names it
 * @param resource its id or ARN
 * @param ofPod whether it is a split-cost row
 * @param tags as the bill has them
 */
public record EmrResource(
    @Nullable String service, @Nullable String resource, boolean ofPod, Map<String, String> tags) {
  private static final TagKey JOB_FLOW = TagKey.of("aws:elasticmapreduce:job-flow-id");
  private static final String PRODUCT = "ElasticMapReduce";
  private static final Set<String> SERVICES =
      Set.of("elasticmapreduce", "emr-serverless", "emr-containers");

  private static final Pattern CLUSTER =
      Pattern.compile("^[^/]*/(j-[^/]+)|[:/](?:applications|virtualclusters)/([^/]+)");
  private static final Pattern JOB_RUN = Pattern.compile("[:/]applications/[^/]+/jobruns/([^/]+)");

  /** What a line tells. */
  public static EmrResource of(BillLine line) {
    return new EmrResource(
        line.service(), line.resourceId(), line.detail().splitParent() != null, line.tags());
  }

  /** The id of the cluster, application or virtual cluster: the tag's, else the ARN's. */
  public Optional<String> cluster() {
    Optional<String> tagged = new LineTags(tags).get(JOB_FLOW);
    return tagged.isPresent() ? tagged : found(CLUSTER);
  }

  /** The job run of EMR Serverless that the line bills by itself. */
  public Optional<String> jobRun() {
    return found(JOB_RUN);
  }

  /** The application or run that the line names by itself: of a job run, or of a pod of Spark. */
  public Optional<String> run() {
    return ofPod ? new LineTags(tags).get(MachinePool.APPLICATION) : jobRun();
  }

  private Optional<String> found(Pattern pattern) {
    if (resource == null || !isEmr(resource)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(resource);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(matcher.group(matcher.start(1) < 0 ? 2 : 1));
  }

  private boolean isEmr(String id) {
    String[] arn = id.split(":", 4);
    return PRODUCT.equals(service)
        || (arn.length == 4 && arn[0].equals("arn") && SERVICES.contains(arn[2]));
  }
}
