package io.tidemark.jobs.cost.generate;

/** Machines and what an hour of one costs, in {@link Price} units. */
enum MachineType {
  M5_XLARGE("m5.xlarge", 4, 16, 0, "0.192", "0.048", "0.0711"),
  M5_2XLARGE("m5.2xlarge", 8, 32, 0, "0.384", "0.096", "0.1423"),
  R5_2XLARGE("r5.2xlarge", 8, 64, 0, "0.504", "0.126", "0.1857"),
  G4DN_XLARGE("g4dn.xlarge", 4, 16, 1, "0.526", "0.1315", "0.1578");

  private final String word;
  private final int vcpu;
  private final int memoryGib;
  private final int gpu;
  private final long onDemand;
  private final long uplift;
  private final long spot;

  MachineType(
      String word, int vcpu, int memoryGib, int gpu, String onDemand, String uplift, String spot) {
    this.word = word;
    this.vcpu = vcpu;
    this.memoryGib = memoryGib;
    this.gpu = gpu;
    this.onDemand = Price.of(onDemand);
    this.uplift = Price.of(uplift);
    this.spot = Price.of(spot);
  }

  String word() {
    return word;
  }

  int vcpu() {
    return vcpu;
  }

  int memoryGib() {
    return memoryGib;
  }

  int gpu() {
    return gpu;
  }

  /** By the hour. */
  long onDemand() {
    return onDemand;
  }

  /** What EMR takes on top, by the hour. */
  long uplift() {
    return uplift;
  }

  /** By the hour. */
  long spot() {
    return spot;
  }

  /** All of them as the file {@code instances:} of a CostAllocation. */
  static String csv() {
    StringBuilder csv = new StringBuilder("type,vcpu,memory_gib,gpu\n");
    for (MachineType type : values()) {
      csv.append(type.word).append(',').append(type.vcpu).append(',');
      csv.append(type.memoryGib).append(',').append(type.gpu).append('\n');
    }
    return csv.toString();
  }
}
