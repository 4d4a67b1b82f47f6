package io.tidemark.jobs.cost.generate;

import java.io.IOException;

/**
 * What belongs to everybody: CloudTrail and the NAT gateway, day by day, of the platform's account.
 */
final class PlatformLines {
  private static final int DAY = 24;

  private final MonthSpec spec;

  PlatformLines(MonthSpec spec) {
    this.spec = spec;
  }

  void write(int hour, BillWriter out) throws IOException {
    if (hour % DAY != 0) {
      return;
    }
    Times day = Times.hours(spec, hour, DAY);
    out.begin(LineType.USAGE, Accounts.PLATFORM, day)
        .product("AWSCloudTrail", "USE1-PaidEventsRecorded", "None")
        .quantity("61250.0", "Events")
        .cost(Price.of("1.225"));
    out.write();
    String gateway = "arn:aws:ec2:us-east-1:" + Accounts.PLATFORM + ":natgateway/nat-synthetic";
    out.begin(LineType.USAGE, Accounts.PLATFORM, day)
        .product("AmazonEC2", "NatGateway-Hours", "NatGateway")
        .resource(gateway)
        .quantity("24.0", "Hrs")
        .cost(Price.of("1.08"));
    out.write();
    out.begin(LineType.USAGE, Accounts.PLATFORM, day)
        .product("AmazonEC2", "NatGateway-Bytes", "NatGateway")
        .resource(gateway)
        .quantity("0.0157681832", "GB")
        .cost(Price.of("0.000709568244"));
    out.write();
  }
}
