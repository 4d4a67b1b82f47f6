package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.bill.LineDetail;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines that say what a cluster offered: hours of machines that are no masters, on EMR
 * Serverless hours of vCPU and of memory. All other lines of a cluster are overhead.
 */
final class CapacityLines {
  private static final TagKey ROLE = TagKey.of("aws:elasticmapreduce:instance-group-role");
  private static final Set<String> TYPES =
      Set.of("Usage", "DiscountedUsage", "SavingsPlanCoveredUsage");

  private final Map<String, MachineSize> sizes;
  private final SortedSet<String> unknown = new TreeSet<>();

  /** Sizes by type, for where the bill is silent. */
  CapacityLines(Map<String, MachineSize> sizes) {
    this.sizes = sizes;
  }

  /** What a line offers. */
  Optional<Capacity> of(BillLine line) {
    BigDecimal hours = line.quantity();
    String usage = line.usageType();
    if (hours == null || hours.signum() <= 0 || usage == null || !isUsed(line)) {
      return Optional.empty();
    }
    if (usage.contains("EMR-SERVERLESS")) {
      return EmrResource.of(line).jobRun().isPresent()
          ? Optional.empty()
          : serverless(usage).map(size -> Capacity.of(size, hours));
    }
    if (!isMachine(line)
        || new LineTags(line.tags()).get(ROLE).filter("MASTER"::equals).isPresent()) {
      return Optional.empty();
    }
    MachineSize size = size(line);
    if (size == null) {
      String type = line.detail().instanceType();
      unknown.add(type == null ? usage : type);
      return Optional.empty();
    }
    return Optional.of(Capacity.of(size, hours)).filter(capacity -> !capacity.isNothing());
  }

  /** Types that neither the bill nor the file of sizes knew so far. */
  SortedSet<String> unknown() {
    return Collections.unmodifiableSortedSet(unknown);
  }

  /** Whether a line is hours of a machine of EC2. */
  static boolean isMachine(BillLine line) {
    String usage = line.usageType();
    String service = line.service();
    return usage != null
        && service != null
        && (service.equals("AmazonEC2") || service.startsWith("Amazon Elastic Compute Cloud"))
        && (usage.contains("BoxUsage:") || usage.contains("SpotUsage:"));
  }

  private static boolean isUsed(BillLine line) {
    return line.category() == Category.USAGE
        && TYPES.contains(String.valueOf(line.lineType()))
        && line.detail().splitParent() == null
        && !line.detail().commitmentUnused();
  }

  private static Optional<MachineSize> serverless(String usage) {
    if (usage.endsWith("vCPUHours")) {
      return Optional.of(new MachineSize(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO));
    }
    return usage.endsWith("MemoryGBHours")
        ? Optional.of(new MachineSize(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ZERO))
        : Optional.empty();
  }

  private @Nullable MachineSize size(BillLine line) {
    LineDetail detail = line.detail();
    String usage = String.valueOf(line.usageType());
    String type =
        detail.instanceType() == null
            ? usage.substring(usage.lastIndexOf(':') + 1)
            : detail.instanceType();
    MachineSize known = sizes.get(type);
    BigDecimal vcpu = detail.vcpu();
    BigDecimal memory = detail.memoryGib();
    if (vcpu == null || memory == null) {
      return known;
    }
    BigDecimal gpu = detail.gpu();
    BigDecimal silent = known == null ? BigDecimal.ZERO : known.gpu();
    return new MachineSize(vcpu, memory, gpu == null ? silent : gpu);
  }
}
