/** Bills: read from files as they were delivered, each line classified and kept. */
@NullMarked
package io.tidemark.jobs.cost.bill;

import org.jspecify.annotations.NullMarked;
