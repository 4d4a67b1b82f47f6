package io.tidemark.jobs.cost.generate;

import java.nio.file.Path;
import java.util.List;

/** A delivery that was written. */
public record GeneratedBill(Path manifest, List<Path> files, BillTotals totals) {
  public GeneratedBill {
    files = List.copyOf(files);
  }
}
