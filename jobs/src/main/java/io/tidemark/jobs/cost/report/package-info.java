/** What the ledger tells: who spent what, against budgets, and what is odd about it. */
@NullMarked
package io.tidemark.jobs.cost.report;

import org.jspecify.annotations.NullMarked;
