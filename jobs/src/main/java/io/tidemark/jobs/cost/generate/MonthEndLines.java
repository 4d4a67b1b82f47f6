package io.tidemark.jobs.cost.generate;

import static io.tidemark.jobs.cost.generate.CurColumn.LINE_ITEM_TAX_TYPE;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What comes at the end: the support fee, credits on endpoints, an enterprise discount, in the
 * final delivery a refund, and taxes by account and service.
 */
final class MonthEndLines {
  private static final long DISCOUNT = -300;
  private static final long TAX = 700;
  private static final int DAY = 24;

  private final MonthSpec spec;
  private final Delivery delivery;

  MonthEndLines(MonthSpec spec, Delivery delivery) {
    this.spec = spec;
    this.delivery = delivery;
  }

  void write(BillWriter out) throws IOException {
    Times month = Times.month(spec);
    Map<String, Map<String, Long>> usage = new TreeMap<>(out.usage());
    out.begin(LineType.FEE, Accounts.PAYER, month)
        .product("AWSSupportBusiness", "Dollar", "")
        .quantity("1.0", "Dollar")
        .cost(Price.of("100"));
    out.write();
    credits(out);
    for (Map.Entry<String, Map<String, Long>> account : usage.entrySet()) {
      Long machines = account.getValue().get("AmazonEC2");
      if (machines != null) {
        out.begin(LineType.DISCOUNT, account.getKey(), month)
            .product("AmazonEC2", "", "")
            .cost(Price.share(machines, DISCOUNT));
        out.write();
      }
    }
    if (delivery == Delivery.FINAL) {
      out.begin(LineType.REFUND, Accounts.PLATFORM, Times.hours(spec, 0, DAY))
          .product("AWSCloudTrail", "USE1-PaidEventsRecorded", "")
          .cost(Price.of("-1.225"));
      out.write();
    }
    for (Map.Entry<String, Map<String, Long>> account : usage.entrySet()) {
      for (Map.Entry<String, Long> service : account.getValue().entrySet()) {
        out.begin(LineType.TAX, account.getKey(), month)
            .product(service.getKey(), "", "")
            .set(LINE_ITEM_TAX_TYPE, "Synthetic Tax")
            .cost(Price.share(service.getValue(), TAX));
        out.write();
      }
    }
  }

  /** Of the first three days, for what one kind of endpoint cost in an hour of each. */
  private void credits(BillWriter out) throws IOException {
    for (int hour = 0; hour < Math.min(spec.hours(), 3 * DAY); hour += DAY) {
      out.begin(LineType.CREDIT, Accounts.usage(1), Times.hour(spec, hour))
          .product("AmazonSageMaker", "USE1-Host:ml.m5.xlarge", "")
          .cost(Price.of("-0.23"));
      out.write();
    }
  }
}
