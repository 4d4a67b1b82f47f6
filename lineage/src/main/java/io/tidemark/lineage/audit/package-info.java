/** Canonical JSON and the hash chain that make the event log tamper evident. No Spark. */
@NullMarked
package io.tidemark.lineage.audit;

import org.jspecify.annotations.NullMarked;
