package io.tidemark.jobs.demo;

import io.tidemark.jobs.cost.generate.Delivery;
import io.tidemark.jobs.cost.generate.MonthSpec;
import io.tidemark.jobs.cost.generate.Packing;
import io.tidemark.jobs.cost.generate.SyntheticMonth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** What the bank's machines cost in its first month: two deliveries of the bill, and event logs. */
final class BankMonth {
  private static final String BILLS = "data/bill/";
  private static final String LOGS = "data/eventlogs/";
  private static final String INSTANCES = "data/instances.csv";

  private final SyntheticMonth month;

  BankMonth(Knobs knobs) {
    this.month = new SyntheticMonth(MonthSpec.small(knobs.seed(), YearMonth.from(Bank.FIRST_DAY)));
  }

  /** Its files, relative to the project. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    files.add(INSTANCES);
    for (Delivery delivery : Delivery.values()) {
      files.add(BILLS + delivery.word() + "/" + SyntheticMonth.firstFile());
      files.add(BILLS + delivery.word() + "/" + SyntheticMonth.manifest());
    }
    month.logNames(Packing.NONE).forEach(name -> files.add(LOGS + name));
    return files;
  }

  /** Writes all of them below a folder. */
  void write(Path folder) throws IOException {
    for (Delivery delivery : Delivery.values()) {
      month.bill(delivery, folder.resolve(BILLS + delivery.word()));
    }
    month.logs(folder.resolve(LOGS), Packing.NONE);
    Files.writeString(folder.resolve(INSTANCES), SyntheticMonth.instances());
  }
}
