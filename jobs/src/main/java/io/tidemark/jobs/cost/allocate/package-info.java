/** Allocation: a line's money split over runs, teams and what is left, exactly. */
@NullMarked
package io.tidemark.jobs.cost.allocate;

import org.jspecify.annotations.NullMarked;
