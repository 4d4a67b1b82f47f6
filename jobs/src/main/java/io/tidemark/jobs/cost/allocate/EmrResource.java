package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the resource of an EMR line is: a cluster, an application, a job run of one. */
public final class EmrResource {
  /** The tag that EMR puts on the machines of a cluster. */
  static final TagKey JOB_FLOW = TagKey.of("aws:elasticmapreduce:job-flow-id");

  private static final String PRODUCT = "ElasticMapReduce";
  private static final Set<String> SERVICES =
      Set.of("elasticmapreduce", "emr-serverless", "emr-containers");

  private EmrResource() {}

  /** The id of the line's cluster, application or virtual cluster. */
  static Optional<String> clusterOf(BillLine line) {
    Optional<String> tagged = new LineTags(line.tags()).get(JOB_FLOW);
    return tagged.isPresent() ? tagged : named(line);
  }

  /** The job run of EMR Serverless that the line bills by itself. */
  public static Optional<String> jobRun(BillLine line) {
    List<String> parts = parts(line);
    return isEmr(line)
            && parts.size() > 4
            && parts.get(1).equals("applications")
            && parts.get(3).equals("jobruns")
        ? Optional.of(parts.get(4))
        : Optional.empty();
  }

  /** The application or run that a line names by itself: of a job run, or of a pod of Spark. */
  public static Optional<String> runOf(BillLine line) {
    return line.detail().splitParent() == null
        ? jobRun(line)
        : new LineTags(line.tags()).get(MachinePool.APPLICATION);
  }

  private static Optional<String> named(BillLine line) {
    List<String> parts = parts(line);
    if (parts.size() < 2 || !isEmr(line)) {
      return Optional.empty();
    }
    String second = parts.get(1);
    if (second.startsWith("j-")) {
      return Optional.of(second);
    }
    boolean named = second.equals("applications") || second.equals("virtualclusters");
    return named && parts.size() > 2 && !parts.get(2).isEmpty()
        ? Optional.of(parts.get(2))
        : Optional.empty();
  }

  private static List<String> parts(BillLine line) {
    String resource = line.resourceId();
    return resource == null ? List.of() : List.of(resource.split("/"));
  }

  private static boolean isEmr(BillLine line) {
    String resource = line.resourceId();
    if (PRODUCT.equals(line.service()) || resource == null) {
      return PRODUCT.equals(line.service());
    }
    String[] arn = resource.split(":", 4);
    return arn.length == 4 && arn[0].equals("arn") && SERVICES.contains(arn[2]);
  }
}
