package io.tidemark.jobs.acceptance;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import io.tidemark.jobs.cost.usage.ExecutorLives;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A project with bills of April 2026, and usage that is written straight into its table. */
final class CostProject {
  static final String NOW = " --now 2026-05-02T00:00:00Z";
  static final String PERIOD = "2026-04";
  private static final List<String> COLUMNS =
      List.of(
          "bill_payer_account_id",
          "bill_invoice_id",
          "bill_billing_period_start_date",
          "line_item_usage_account_id",
          "line_item_line_item_type",
          "line_item_product_code",
          "line_item_usage_type",
          "line_item_operation",
          "line_item_resource_id",
          "line_item_usage_start_date",
          "line_item_usage_end_date",
          "identity_time_interval",
          "line_item_currency_code",
          "line_item_unblended_cost",
          "line_item_usage_amount",
          "product_vcpu",
          "product_memory",
          "resource_tags",
          "split_line_item_parent_resource_id",
          "split_line_item_split_cost",
          "split_line_item_unused_cost");

  private final SparkSession spark;
  final ProjectFolder folder;

  CostProject(SparkSession spark, Path root) {
    this(spark, new ProjectFolder(spark, root).project());
  }

  CostProject(SparkSession spark, ProjectFolder folder) {
    this.spark = spark;
    this.folder = folder;
    rules("");
    bill("main", List.of());
    folder.verb("apply" + NOW).ok();
  }

  /** The rules, and more lines of the spec. */
  CostProject rules(String more) {
    folder.yaml(
        "cost.yaml",
        """
        kind: CostAllocation
        metadata: {name: aws}
        spec:
          bills:
            - {name: main, format: cur2, files: [data/main.csv], period: 2026-04}
          dimensions:
            team: [{run: team}, {tag: team}, {default: unallocated}]
        """
            + more.indent(2));
    return this;
  }

  /** One line of a bill; what is not set is blank. */
  static final class Line {
    private final Map<String, String> values = new TreeMap<>();

    Line set(String column, Object value) {
      values.put(column, value.toString());
      return this;
    }

    Line tag(String key, String value) {
      return set("resource_tags", "{\"\"%s\"\":\"\"%s\"\"}".formatted(key, value));
    }

    BigDecimal cost() {
      return new BigDecimal(values.get("line_item_unblended_cost"));
    }

    String key() {
      return String.join(
          "|",
          values.getOrDefault("bill_payer_account_id", "~"),
          values.getOrDefault("line_item_usage_account_id", "~"),
          values.getOrDefault("line_item_currency_code", "~"));
    }

    private String csv() {
      return COLUMNS.stream()
          .map(column -> values.getOrDefault(column, ""))
          .map(value -> value.matches(".*[,\"{].*") ? "\"" + value + "\"" : value)
          .collect(Collectors.joining(","));
    }
  }

  /** A line of use of one hour. */
  static Line line(String type, String service, String usage, Instant hour, String cost) {
    return new Line()
        .set("bill_payer_account_id", "000000000007")
        .set("line_item_usage_account_id", "000000000011")
        .set("bill_billing_period_start_date", "2026-04-01T00:00:00.000Z")
        .set("line_item_line_item_type", type)
        .set("line_item_product_code", service)
        .set("line_item_usage_type", usage)
        .set("line_item_usage_start_date", hour)
        .set("line_item_usage_end_date", hour.plusSeconds(3600))
        .set("identity_time_interval", hour + "/" + hour.plusSeconds(3600))
        .set("line_item_currency_code", "USD")
        .set("line_item_unblended_cost", cost)
        .set("line_item_usage_amount", "1");
  }

  /** An hour of a worker of 8 vCPU and 32 GiB. */
  static Line worker(String cluster, String machine, Instant hour, String cost) {
    return line("Usage", "AmazonEC2", "BoxUsage:m5.2xlarge", hour, cost)
        .set("line_item_resource_id", machine)
        .set("product_vcpu", "8")
        .set("product_memory", "32 GiB")
        .tag("aws:elasticmapreduce:job-flow-id", cluster);
  }

  CostProject bill(String name, List<Line> lines) {
    folder.text(
        "data/" + name + ".csv",
        lines.stream()
            .map(Line::csv)
            .collect(Collectors.joining("\n", String.join(",", COLUMNS) + "\n", "\n")));
    return this;
  }

  /** A life of 9 GiB and 4 cores. */
  static ExecutorLife life(
      String run, String team, String cluster, String executor, Instant start, Instant end) {
    return new ExecutorLife(
        run,
        run,
        1,
        cluster,
        executor,
        "host",
        4,
        9L << 30,
        0,
        start,
        end,
        0,
        false,
        team,
        null,
        null,
        null,
        null,
        ExecutorLife.Source.EVENT_LOG,
        "app " + run);
  }

  CostProject usage(List<ExecutorLife> lives) {
    List<Row> rows = new ArrayList<>();
    lives.forEach(life -> rows.add(ExecutorLives.toRow(life)));
    spark
        .createDataFrame(rows, CostTables.RUN_USAGE.schema())
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append")
        .save(folder.warehouse().resolve("cost/run_usage").toString());
    return this;
  }

  Ran ingest() {
    return folder.verb("cost ingest" + NOW);
  }

  Ran attribute() {
    return folder.verb("cost attribute" + NOW);
  }

  /** Version and status of the only period. */
  static String outcome(Ran ran) {
    return ran.onlyResult().get("version").asText() + " " + ran.onlyResult().get("status").asText();
  }

  /** Sum of an amount by key over the current ledger, without zeros at the end. */
  Map<String, BigDecimal> sums(String key, String amount, String where) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    folder
        .lines(
            "SELECT concat_ws('|', %s) k, sum(%s) FROM cost.ledger WHERE version = (SELECT max(version) FROM cost.ledger) AND %s GROUP BY 1"
                .formatted(key, amount, where))
        .forEach(
            line -> {
              int bar = line.lastIndexOf('|');
              sums.put(
                  line.substring(0, bar),
                  new BigDecimal(line.substring(bar + 1)).stripTrailingZeros());
            });
    return sums;
  }
}
