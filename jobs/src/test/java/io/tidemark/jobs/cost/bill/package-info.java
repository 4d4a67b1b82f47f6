/** Tests of bills. */
@NullMarked
package io.tidemark.jobs.cost.bill;

import org.jspecify.annotations.NullMarked;
