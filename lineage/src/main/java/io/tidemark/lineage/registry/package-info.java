/** The event log and the typed tables projected from it, through Delta Kernel. No Spark. */
@NullMarked
package io.tidemark.lineage.registry;

import org.jspecify.annotations.NullMarked;
