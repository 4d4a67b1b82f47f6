package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * SageMaker: two endpoints all day, one of them without tags; a training and a processing job every
 * third day, told apart by their names; and somebody's Studio in working hours.
 */
final class SageMakerLines {
  private static final String PRODUCT = "AmazonSageMaker";
  private static final String ARN = "arn:aws:sagemaker:us-east-1:";
  private static final int DAY = 24;

  private final MonthSpec spec;
  private final String account = Accounts.usage(1);
  private final Tags endpoint = Tags.of(Owner.of(0));
  private final Tags studio;

  SageMakerLines(MonthSpec spec) {
    this.spec = spec;
    String domain = ARN + account + ":domain/d-synthetic";
    this.studio =
        Tags.of(
            new TreeMap<>(
                Map.of(
                    "aws:sagemaker:domain-arn",
                    domain,
                    "aws:sagemaker:user-profile-arn",
                    ARN + account + ":user-profile/d-synthetic/ada")));
  }

  void write(int hour, BillWriter out) throws IOException {
    int ofDay = hour % DAY;
    int day = hour / DAY;
    line(
        hour,
        "Host:ml.m5.xlarge",
        "RunInstance",
        "endpoint/risk-ml-loan-default",
        endpoint,
        "0.23",
        out);
    line(
        hour,
        "Host:ml.c5.large",
        "RunInstance",
        "endpoint/fraud-ml-card-scores",
        Tags.NONE,
        "0.102",
        out);
    if (day % 3 == 0 && ofDay == 5) {
      String job = "-" + Times.hour(spec, hour).start().substring(0, 10);
      line(
          hour,
          "Train:ml.m5.4xlarge",
          "RunInstance",
          "training-job/risk-ml-pd" + job,
          Tags.NONE,
          "0.922",
          out);
      line(
          hour,
          "Train:VolumeUsage.gp2",
          "CreateVolume",
          "training-job/risk-ml-pd" + job,
          Tags.NONE,
          "0.0021",
          out);
      line(
          hour,
          "Processing:ml.m5.xlarge",
          "RunInstance",
          "processing-job/fraud-ml-drift" + job,
          Tags.NONE,
          "0.23",
          out);
    }
    if (ofDay >= 9 && ofDay < 17 && day % 7 < 5) {
      line(
          hour,
          "Studio:KernelGateway-ml.t3.medium",
          "RunInstance",
          "app/d-synthetic/ada/KernelGateway/k",
          studio,
          "0.05",
          out);
    }
  }

  private void line(
      int hour,
      String usage,
      String operation,
      String resource,
      Tags tags,
      String dollars,
      BillWriter out)
      throws IOException {
    out.begin(LineType.USAGE, account, Times.hour(spec, hour))
        .product(PRODUCT, "USE1-" + usage, operation)
        .resource(ARN + account + ":" + resource)
        .quantity("1.0", usage.contains("Volume") ? "GB-Mo" : "Hrs")
        .tags(tags)
        .cost(Price.of(dollars));
    out.write();
  }
}
