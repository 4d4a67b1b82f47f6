/** Usage: which executor of which run was alive when, from our listener and from event logs. */
@NullMarked
package io.tidemark.jobs.cost.usage;

import org.jspecify.annotations.NullMarked;
