package io.tidemark.jobs.cost.generate;

import io.tidemark.jobs.cost.generate.SparkRun.Executor;
import io.tidemark.jobs.demo.draw.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which clusters there were, and which applications ran on them. */
final class History {
  private static final int CLUSTERS = 0;
  private static final int RUNS = 1;
  private static final int FEW = 8;
  private static final long SECOND = 1000;
  private static final long HOUR = 3600 * SECOND;

  /** The longest that a run on EMR Serverless or EKS takes. */
  private static final long BRIEF = 6 * HOUR;

  /** Machines take up to ten minutes to start; applications come later than all of them. */
  private static final int LATEST = 600;

  private final MonthSpec spec;
  private final List<Cluster> clusters;

  History(MonthSpec spec) {
    this.spec = spec;
    List<Cluster> made = new ArrayList<>();
    for (int number = 0; number < spec.clusters(); number++) {
      made.add(cluster(number));
    }
    this.clusters = List.copyOf(made);
  }

  List<Cluster> clusters() {
    return clusters;
  }

  /** All applications, those of a cluster together. */
  void eachRun(Consumer<SparkRun> consumer) {
    for (Cluster cluster : clusters) {
      for (int number = 0; number < spec.runs(); number++) {
        consumer.accept(run(cluster, number));
      }
    }
    serverless().forEach(consumer);
    eks().forEach(consumer);
  }

  /** Of both Serverless applications. */
  List<SparkRun> serverless() {
    List<SparkRun> runs = new ArrayList<>();
    for (int number = 0; number < few(); number++) {
      for (String application : ServerlessLines.APPLICATIONS) {
        int account = ServerlessLines.APPLICATIONS.indexOf(application);
        String id = "00synthetic" + account + "run" + number;
        runs.add(run(id, application, false, 100_000 + account, number, few(), BRIEF));
      }
    }
    return runs;
  }

  /** Of the virtual cluster on EKS. */
  List<SparkRun> eks() {
    List<SparkRun> runs = new ArrayList<>();
    for (int number = 0; number < few(); number++) {
      String id = "spark-synthetic-" + number;
      runs.add(run(id, EksLines.VIRTUAL_CLUSTER, false, 100_002, number, few(), BRIEF));
    }
    return runs;
  }

  /** One executor on a cluster that is on no bill. */
  SparkRun unbilled() {
    long start = spec.start().toEpochMilli();
    List<Executor> one = List.of(new Executor(1, 4, 8192, start, start + 12 * HOUR, false));
    return new SparkRun(
        "application_unbilled_0001",
        "j-SYNTHETICNONE",
        true,
        "unbilled",
        Owner.of(0),
        start,
        start + 12 * HOUR,
        one);
  }

  private int few() {
    return Math.min(FEW, Math.max(1, spec.runs() / 4));
  }

  private Cluster cluster(int number) {
    Draw draw = Draw.of(spec.seed(), CLUSTERS, number, 0);
    MachineType machine =
        number % 10 == 9
            ? MachineType.R5_2XLARGE
            : number % 2 == 0 ? MachineType.M5_2XLARGE : MachineType.M5_XLARGE;
    int core = 1 + number % 2;
    return new Cluster(
        number,
        "j-SYNTHETIC%04d".formatted(number),
        Owner.of(number),
        Accounts.usage(number),
        machine,
        core,
        3 - core,
        (int) draw.between(60, LATEST));
  }

  private SparkRun run(Cluster cluster, int number) {
    String id =
        "application_%d_%04d".formatted(spec.start().toEpochMilli() + cluster.number(), number);
    return run(id, cluster.id(), true, cluster.number(), number, spec.runs(), Long.MAX_VALUE);
  }

  /** Runs follow each other over the month, some at the same time as others. */
  private SparkRun run(
      String id, String cluster, boolean onEc2, int where, int number, int ofAll, long longest) {
    Draw draw = Draw.of(spec.seed(), RUNS, where, number);
    long month = spec.start().toEpochMilli();
    long last = month + spec.hours() * HOUR - SECOND;
    double spacing = (double) spec.hours() * HOUR / ofAll;
    long start =
        Math.max(
            month + LATEST * SECOND,
            Math.min(last - HOUR / 4, month + (long) ((number + 0.8 * draw.share()) * spacing)));
    long took = Math.min(longest, (long) ((0.3 + 1.3 * draw.share()) * spacing));
    long end = Math.min(last, start + Math.max(30 * SECOND, took));
    Owner owner = Owner.of(where + (int) draw.weighted(0.6, 0.3, 0.1));
    String name = owner.team().replace("-ml", "") + "-job-" + number % 5;
    return new SparkRun(id, cluster, onEc2, name, owner, start, end, executors(draw, start, end));
  }

  private static List<Executor> executors(Draw draw, long start, long end) {
    List<Executor> executors = new ArrayList<>();
    int count = (int) draw.between(1, 3);
    int cores = draw.chance(0.5) ? 2 : 4;
    for (int number = 1; number <= count; number++) {
      long added = Math.min(end, start + draw.between(2 * SECOND, 9 * SECOND) * number);
      boolean removed = number > 1 && draw.chance(0.4);
      long gone = removed ? added + (long) ((end - added) * draw.share()) : end;
      executors.add(new Executor(number, cores, cores * 2048, added, gone, removed));
    }
    return executors;
  }
}
