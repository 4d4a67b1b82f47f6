package io.tidemark.jobs.cost.bill;

import java.util.Set;

/**
 * A line as it was read.
 *
 * @param hasNet whether it names a net cost, which makes its payer's month net
 */
record ReadLine(BillLine line, boolean hasNet, Set<Oddity> oddities) {}
