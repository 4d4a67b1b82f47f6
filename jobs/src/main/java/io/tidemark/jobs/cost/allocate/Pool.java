package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import java.util.List;
import java.util.SortedSet;

/** Lines of a period that are split together, and who used what they paid for. */
public interface Pool {

  /**
   * Who gets what of a line; at least one share, adding up to the line in each of its four costs,
   * the shares of idle that is passed on adding up to 0.
   *
   * @param line one of the pool's, in no particular order; none of a later stage
   */
  List<Share> shares(BillLine line);

  /** The types of machines whose size neither the bill nor the file of instances says. */
  SortedSet<String> unknownMachines();
}
