/**
 * The verb {@code bench}: measures our engines beside others, on generated data that goes through
 * the product's own verbs.
 */
@NullMarked
package io.tidemark.jobs.bench;

import org.jspecify.annotations.NullMarked;
