/** What was declared, what ran, what it read and wrote: the one door to every table. */
@NullMarked
package io.tidemark.lineage;

import org.jspecify.annotations.NullMarked;
