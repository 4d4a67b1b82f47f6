package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the resource of an EMR line is: a cluster, an application, a job run of one. */
public final class EmrResource {
  private static final TagKey JOB_FLOW = TagKey.of("aws:elasticmapreduce:job-flow-id");
  private static final String PRODUCT = "ElasticMapReduce";
  private static final Set<String> SERVICES =
      Set.of("elasticmapreduce", "emr-serverless", "emr-containers");

  private static final Pattern CLUSTER =
      Pattern.compile("^[^/]*/(j-[^/]+)|[:/](?:applications|virtualclusters)/([^/]+)");
  private static final Pattern JOB_RUN = Pattern.compile("[:/]applications/[^/]+/jobruns/([^/]+)");

  private EmrResource() {}

  /** The id of the line's cluster, application or virtual cluster: its tag, else its ARN. */
  static Optional<String> clusterOf(BillLine line) {
    Optional<String> tagged = new LineTags(line.tags()).get(JOB_FLOW);
    return tagged.isPresent() ? tagged : found(CLUSTER, line);
  }

  /** The job run of EMR Serverless that the line bills by itself. */
  public static Optional<String> jobRun(BillLine line) {
    return found(JOB_RUN, line);
  }

  /** The application or run that a line names by itself: of a job run, or of a pod of Spark. */
  public static Optional<String> runOf(BillLine line) {
    return line.detail().splitParent() == null
        ? jobRun(line)
        : new LineTags(line.tags()).get(MachinePool.APPLICATION);
  }

  private static Optional<String> found(Pattern pattern, BillLine line) {
    String resource = line.resourceId();
    if (resource == null || !isEmr(line.service(), resource)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(resource);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(matcher.group(matcher.start(1) < 0 ? 2 : 1));
  }

  private static boolean isEmr(@Nullable String service, String resource) {
    String[] arn = resource.split(":", 4);
    return PRODUCT.equals(service)
        || (arn.length == 4 && arn[0].equals("arn") && SERVICES.contains(arn[2]));
  }
}
