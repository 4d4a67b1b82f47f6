package io.tidemark.jobs.cost.generate;

import static io.tidemark.jobs.cost.generate.CurColumn.SPLIT_LINE_ITEM_PARENT_RESOURCE_ID;
import static io.tidemark.jobs.cost.generate.CurColumn.SPLIT_LINE_ITEM_SPLIT_COST;
import static io.tidemark.jobs.cost.generate.CurColumn.SPLIT_LINE_ITEM_SPLIT_USAGE;
import static io.tidemark.jobs.cost.generate.CurColumn.SPLIT_LINE_ITEM_SPLIT_USAGE_RATIO;
import static io.tidemark.jobs.cost.generate.CurColumn.SPLIT_LINE_ITEM_UNUSED_COST;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * EMR on EKS: a node on demand in each hour in which a job runs, EMR's uplift by job run, and
 * split-cost rows, which tell which pod used how much of the node and cost nothing themselves.
 */
final class EksLines {
  static final String VIRTUAL_CLUSTER = "synthetic0vc";

  private static final MachineType NODE = MachineType.M5_2XLARGE;
  private static final String NODE_ID = "i-synthetic0eks";
  private static final long HOUR = 3_600_000;
  private static final long UPLIFT = Price.of("0.01012");

  /** How much of a node's cost is its vCPUs', in ten-thousandths; the rest is its memory's. */
  private static final long VCPU_SHARE = 9_000;

  private final MonthSpec spec;
  private final String account = Accounts.usage(2);
  private final List<SparkRun> runs;

  EksLines(MonthSpec spec, History history) {
    this.spec = spec;
    this.runs = history.eks();
  }

  void write(int hour, BillWriter out) throws IOException {
    long from = spec.start().toEpochMilli() + hour * HOUR;
    List<SparkRun> alive = new ArrayList<>();
    long asked = 0;
    for (SparkRun run : runs) {
      long cores = run.coreMillis(from, from + HOUR);
      if (cores > 0) {
        alive.add(run);
        asked += cores;
      }
    }
    if (alive.isEmpty()) {
      return;
    }
    Times times = Times.hour(spec, hour);
    out.begin(LineType.USAGE, account, times)
        .product("AmazonEC2", "BoxUsage:" + NODE.word(), "RunInstances")
        .machine(NODE, "{}")
        .resource(NODE_ID)
        .quantity("1.0", "Hrs")
        .cost(NODE.onDemand());
    out.write();
    long capacity = Math.max(asked, NODE.vcpu() * HOUR);
    for (SparkRun run : alive) {
      long cores = run.coreMillis(from, from + HOUR);
      long used = cores * 10_000 / capacity;
      long unused = (10_000 - asked * 10_000 / capacity) / alive.size();
      uplift(run, times, cores, out);
      split(run, times, "vCPU", VCPU_SHARE, used, unused, out);
      split(run, times, "GB", 10_000 - VCPU_SHARE, used, unused, out);
    }
  }

  private void uplift(SparkRun run, Times times, long cores, BillWriter out) throws IOException {
    out.begin(LineType.USAGE, account, times)
        .product("ElasticMapReduce", "USE1-EMR-EKS-EC2-vCPUHours", "StartJobRun")
        .resource(
            "arn:aws:emr-containers:us-east-1:%s:/virtualclusters/%s/jobruns/%s"
                .formatted(account, VIRTUAL_CLUSTER, run.appId()))
        .quantity(Price.hoursOfMillis(cores), "vCPU-Hours")
        .tags(Tags.of(run.owner()))
        .cost(Price.ofMillis(UPLIFT, cores));
    out.write();
  }

  private void split(
      SparkRun run, Times times, String what, long ofNode, long used, long unused, BillWriter out)
      throws IOException {
    long part = Price.share(NODE.onDemand(), ofNode);
    TreeMap<String, String> tags = run.owner().tags();
    tags.put("spark-app-selector", run.appId());
    String ratio = Price.text(used * 100_000_000);
    out.begin(LineType.USAGE, account, times)
        .product("AmazonEKS", "EKS-EC2-" + what + "-Hours", "EKSPod-EC2")
        .resource(
            "arn:aws:eks:us-east-1:%s:pod/synthetic/%s/%s-exec/0"
                .formatted(account, VIRTUAL_CLUSTER, run.appId()))
        .quantity(ratio, what + "-Hours")
        .tags(Tags.of(tags))
        .set(SPLIT_LINE_ITEM_PARENT_RESOURCE_ID, NODE_ID)
        .set(SPLIT_LINE_ITEM_SPLIT_USAGE, ratio)
        .set(SPLIT_LINE_ITEM_SPLIT_USAGE_RATIO, ratio)
        .set(SPLIT_LINE_ITEM_SPLIT_COST, Price.text(Price.share(part, used)))
        .set(SPLIT_LINE_ITEM_UNUSED_COST, Price.text(Price.share(part, unused)))
        .cost(0);
    out.write();
  }
}
