package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.bill.LineDetail;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of a bill, step by step; what is not said is that of an hour of use of nothing special.
 */
final class LineOf {
  static final Instant TEN = Instant.parse("2026-04-07T10:00:00Z");

  private long line = 1;
  private Instant start = TEN;
  private Instant end = TEN.plusSeconds(3600);
  private String service = "AmazonS3";
  private @Nullable String usageType = "Requests-Tier1";
  private @Nullable String resource;
  private Category category = Category.USAGE;
  private String lineType = "Usage";
  private String currency = "USD";
  private Amounts amounts = Amounts.ZERO;
  private BigDecimal quantity = BigDecimal.ONE;
  private final SortedMap<String, String> tags = new TreeMap<>();
  private @Nullable String commitment;
  private boolean unused;
  private @Nullable String parent;
  private @Nullable BigDecimal split;
  private @Nullable BigDecimal wasted;
  private @Nullable BigDecimal vcpu;
  private @Nullable BigDecimal memory;
  private @Nullable String instanceType;
  private @Nullable Instant intervalStart;
  private @Nullable Instant intervalEnd;

  private LineOf() {}

  static LineOf cost(String cost) {
    LineOf line = new LineOf();
    BigDecimal amount = new BigDecimal(cost);
    line.amounts = new Amounts(amount, amount, amount, amount);
    return line;
  }

  /** An hour of a machine of a cluster. */
  static LineOf machine(String cluster, String cost, String vcpu, String memory) {
    return cost(cost)
        .service("AmazonEC2")
        .usage("BoxUsage:m5.2xlarge")
        .cluster(cluster)
        .role("CORE")
        .size(vcpu, memory);
  }

  LineOf amounts(String billed, String effective, String netBilled, String netEffective) {
    amounts =
        new Amounts(
            new BigDecimal(billed),
            new BigDecimal(effective),
            new BigDecimal(netBilled),
            new BigDecimal(netEffective));
    return this;
  }

  LineOf number(long number) {
    line = number;
    return this;
  }

  LineOf at(Instant from, Instant to) {
    start = from;
    end = to;
    return this;
  }

  LineOf service(String name) {
    service = name;
    return this;
  }

  LineOf usage(@Nullable String type) {
    usageType = type;
    return this;
  }

  LineOf resource(String id) {
    resource = id;
    return this;
  }

  LineOf category(Category kind, String type) {
    category = kind;
    lineType = type;
    return this;
  }

  LineOf currency(String code) {
    currency = code;
    return this;
  }

  LineOf quantity(String hours) {
    quantity = new BigDecimal(hours);
    return this;
  }

  LineOf tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  LineOf cluster(String id) {
    return tag("aws:elasticmapreduce:job-flow-id", id);
  }

  LineOf role(String role) {
    return tag("aws:elasticmapreduce:instance-group-role", role);
  }

  LineOf unusedCommitment(@Nullable String arn) {
    commitment = arn;
    unused = true;
    return this;
  }

  LineOf pod(String machine, String cost, String unusedCost) {
    parent = machine;
    split = new BigDecimal(cost);
    wasted = new BigDecimal(unusedCost);
    return this;
  }

  LineOf size(@Nullable String cpus, @Nullable String gib) {
    vcpu = cpus == null ? null : new BigDecimal(cpus);
    memory = gib == null ? null : new BigDecimal(gib);
    return this;
  }

  LineOf instanceType(String type) {
    instanceType = type;
    return this;
  }

  LineOf interval(Instant from, Instant to) {
    intervalStart = from;
    intervalEnd = to;
    return this;
  }

  BillLine get() {
    return new BillLine(
        "main/2026-04/1",
        line,
        "2026-04",
        start,
        end,
        "payer",
        "1111",
        service,
        usageType,
        "RunInstances",
        resource,
        "us-east-1",
        category,
        lineType,
        currency,
        amounts,
        null,
        quantity,
        "Hrs",
        tags,
        new LineDetail(
            intervalStart,
            intervalEnd,
            null,
            commitment,
            unused,
            parent,
            split,
            wasted,
            instanceType,
            vcpu,
            memory,
            null));
  }
}
