package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.util.List;

/** Requests to S3, billed to twelve digits: small lines that make a bill as long as it is to be. */
final class StorageLines {
  private static final long REQUEST = Price.of("0.0000004");
  private static final List<Tags> TAGS = Owner.ALL.stream().map(Tags::of).toList();

  private final MonthSpec spec;

  StorageLines(MonthSpec spec) {
    this.spec = spec;
  }

  void write(BillWriter out) throws IOException {
    for (int hour = 0; out.lines() < spec.lines(); hour = (hour + 1) % spec.hours()) {
      Times times = Times.hour(spec, hour);
      for (int number = 0; number < 100 && out.lines() < spec.lines(); number++) {
        int requests = 1 + (hour * 31 + number * 7) % 9973;
        out.begin(LineType.USAGE, Accounts.usage(number), times)
            .product("AmazonS3", "Requests-Tier2", "GetObject")
            .resource("synthetic-bucket-" + number)
            .quantity(requests + ".0", "Requests")
            .tags(TAGS.get(number % TAGS.size()))
            .cost(REQUEST * requests);
        out.write();
      }
    }
  }
}
