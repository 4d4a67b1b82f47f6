/** Bringing source rows into feature tables: once, whole, and with the time they were known. */
@NullMarked
package io.tidemark.featurestore.materialize;

import org.jspecify.annotations.NullMarked;
