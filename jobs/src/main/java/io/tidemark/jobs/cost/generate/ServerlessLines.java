package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.util.List;

/**
 * Two applications of EMR Serverless. The first one's cost is told by application only; the second
 * has opted into lines by job run, and lines of its own for the capacity that it holds ready.
 */
final class ServerlessLines {
  static final List<String> APPLICATIONS = List.of("00synthetic0app", "00synthetic1app");

  private static final long HOUR = 3_600_000;
  private static final long VCPU = Price.of("0.052624");
  private static final long GB = Price.of("0.0057785");

  /** Held ready by an application in every hour in which it works. */
  private static final int READY_VCPU = 2;

  private static final int READY_GB = 8;

  private final MonthSpec spec;
  private final List<SparkRun> runs;

  ServerlessLines(MonthSpec spec, History history) {
    this.spec = spec;
    this.runs = history.serverless();
  }

  void write(int hour, BillWriter out) throws IOException {
    long from = spec.start().toEpochMilli() + hour * HOUR;
    for (String application : APPLICATIONS) {
      boolean byRun = APPLICATIONS.indexOf(application) == 1;
      Owner owner = Owner.of(byRun ? 1 : 0);
      long cores = 0;
      long mib = 0;
      for (SparkRun run : runs) {
        long runCores = run.coreMillis(from, from + HOUR);
        if (!run.clusterId().equals(application) || runCores == 0) {
          continue;
        }
        long runMib = run.mibMillis(from, from + HOUR);
        cores += runCores;
        mib += runMib;
        if (byRun) {
          lines(application + "/jobruns/" + run.appId(), run.owner(), hour, runCores, runMib, out);
        }
      }
      if (cores > 0) {
        long readyCores = READY_VCPU * HOUR + (byRun ? 0 : cores);
        long readyMib = READY_GB * 1024 * HOUR + (byRun ? 0 : mib);
        lines(application, owner, hour, readyCores, readyMib, out);
      }
    }
  }

  private void lines(
      String path, Owner owner, int hour, long coreMillis, long mibMillis, BillWriter out)
      throws IOException {
    Tags tags = Tags.of(owner);
    long gbMillis = mibMillis / 1024;
    line(path, tags, hour, "vCPUHours", coreMillis, VCPU, out);
    line(path, tags, hour, "MemoryGBHours", gbMillis, GB, out);
  }

  private void line(
      String path, Tags tags, int hour, String usage, long millis, long rate, BillWriter out)
      throws IOException {
    String account = Accounts.usage(1);
    out.begin(LineType.USAGE, account, Times.hour(spec, hour))
        .product("ElasticMapReduce", "USE1-EMR-SERVERLESS-" + usage, "StartJobRun")
        .resource("arn:aws:emr-serverless:us-east-1:" + account + ":/applications/" + path)
        .quantity(Price.hoursOfMillis(millis), usage.startsWith("v") ? "vCPU-Hours" : "GB-Hours")
        .tags(tags)
        .cost(Price.ofMillis(rate, millis));
    out.write();
  }
}
