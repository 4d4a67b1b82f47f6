/** Rows that a suite has withheld: kept as they were read, proven, released or discarded. */
@NullMarked
package io.tidemark.quality.quarantine;

import org.jspecify.annotations.NullMarked;
