/** What a project says of its bills: the kinds CostAllocation and Budget. */
@NullMarked
package io.tidemark.jobs.cost.definition;

import org.jspecify.annotations.NullMarked;
