/** The quality tables: what runs found, written once and read again. */
@NullMarked
package io.tidemark.quality.store;

import org.jspecify.annotations.NullMarked;
