/** The ledger: every line of a period's bills split, proven against the bill, and published. */
@NullMarked
package io.tidemark.jobs.cost.ledger;

import org.jspecify.annotations.NullMarked;
