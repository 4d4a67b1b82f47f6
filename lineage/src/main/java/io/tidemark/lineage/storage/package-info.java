/** How commits reach the storage: one writer of a version wins, the others are told. */
@NullMarked
package io.tidemark.lineage.storage;

import org.jspecify.annotations.NullMarked;
