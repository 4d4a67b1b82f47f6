package io.tidemark.jobs.cost.generate;

/**
 * An EMR cluster on EC2: a master, core nodes under a savings plan, and task nodes on the spot
 * market.
 *
 * @param late seconds of its first hour before its machines run
 */
record Cluster(
    int number,
    String id,
    Owner owner,
    String account,
    MachineType machine,
    int core,
    int task,
    int late) {

  int workers() {
    return core + task;
  }
}
