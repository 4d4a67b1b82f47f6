package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * EMR on EC2, six lines for each hour of a cluster: the master on demand, core nodes under the
 * savings plan, task nodes on the spot market, EMR's uplift on all of them, and a volume, which on
 * every tenth cluster lacks its tags.
 */
final class EmrLines {
  private static final int HOUR = 3600;
  private static final long VOLUME = Price.of("0.0137");

  private final MonthSpec spec;
  private final Delivery delivery;
  private final History history;
  private final SavingsPlan plan;
  private final List<Nodes> nodes = new ArrayList<>();

  /** What a cluster's lines have in common. */
  private record Nodes(
      Cluster cluster, String product, Tags master, Tags core, Tags task, String uplift) {

    static Nodes of(Cluster cluster) {
      return new Nodes(
          cluster,
          "\"{\"\"vcpu\"\":\"\"%d\"\",\"\"memory\"\":\"\"%d GiB\"\"}\""
              .formatted(cluster.machine().vcpu(), cluster.machine().memoryGib()),
          tags(cluster, "MASTER"),
          tags(cluster, "CORE"),
          tags(cluster, "TASK"),
          "arn:aws:elasticmapreduce:us-east-1:%s:cluster/%s"
              .formatted(cluster.account(), cluster.id()));
    }

    private static Tags tags(Cluster cluster, String role) {
      TreeMap<String, String> tags = cluster.owner().tags();
      tags.put(Tags.JOB_FLOW, cluster.id());
      tags.put(Tags.ROLE, role);
      return Tags.of(tags);
    }

    String machine(String role, int number) {
      return "i-synthetic%04d%s%d".formatted(cluster.number(), role, number);
    }
  }

  EmrLines(MonthSpec spec, Delivery delivery, History history) {
    this.spec = spec;
    this.delivery = delivery;
    this.history = history;
    long most = 0;
    for (Cluster cluster : history.clusters()) {
      nodes.add(Nodes.of(cluster));
      most = Math.addExact(most, cluster.machine().onDemand() * cluster.core());
    }
    this.plan = new SavingsPlan(most);
  }

  void write(int hour, BillWriter out) throws IOException {
    Times times = Times.hour(spec, hour);
    for (Nodes each : nodes) {
      cluster(each, times, hour == 0 ? HOUR - each.cluster().late() : HOUR, out);
    }
    plan.end(times, out);
  }

  private void cluster(Nodes nodes, Times times, int seconds, BillWriter out) throws IOException {
    Cluster cluster = nodes.cluster();
    MachineType type = cluster.machine();
    String hours = Price.hours(seconds);
    String box = "BoxUsage:" + type.word();
    begin(out, LineType.USAGE, nodes, times, box, "RunInstances")
        .machine(type, nodes.product())
        .resource(nodes.machine("m", 0))
        .quantity(hours, "Hrs")
        .tags(nodes.master())
        .cost(Price.ofSeconds(type.onDemand(), seconds));
    out.write();
    for (int number = 0; number < cluster.core(); number++) {
      CurRow line =
          begin(out, LineType.COVERED, nodes, times, box, "RunInstances")
              .machine(type, nodes.product())
              .resource(nodes.machine("c", number))
              .quantity(hours, "Hrs")
              .tags(nodes.core());
      plan.cover(line, box, Price.ofSeconds(type.onDemand(), seconds));
      out.write();
    }
    long spot = Price.share(type.spot(), delivery.spot());
    for (int number = 0; number < cluster.task(); number++) {
      begin(out, LineType.USAGE, nodes, times, "SpotUsage:" + type.word(), "RunInstances:SV004")
          .resource(nodes.machine("t", number))
          .quantity(hours, "Hrs")
          .tags(nodes.task())
          .cost(Price.ofSeconds(spot, seconds));
      out.write();
    }
    int machines = 1 + cluster.workers();
    out.begin(LineType.USAGE, cluster.account(), times)
        .product("ElasticMapReduce", box, "RunInstances")
        .resource(nodes.uplift())
        .quantity(Price.hours((long) seconds * machines), "Hrs")
        .cost(Price.ofSeconds(type.uplift() * machines, seconds));
    out.write();
    begin(out, LineType.USAGE, nodes, times, "EBS:VolumeUsage.gp3", "CreateVolume-Gp3")
        .resource("vol-synthetic%04d".formatted(cluster.number()))
        .quantity("0.17125", "GB-Mo")
        .tags(cluster.number() % 10 == 9 ? Tags.NONE : nodes.core())
        .cost(VOLUME);
    out.write();
  }

  private static CurRow begin(
      BillWriter out, LineType type, Nodes nodes, Times times, String usageType, String operation) {
    return out.begin(type, nodes.cluster().account(), times)
        .product("AmazonEC2", usageType, operation);
  }
}
