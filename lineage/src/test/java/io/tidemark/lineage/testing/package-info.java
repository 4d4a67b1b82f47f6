/** What tests of every module share. */
@NullMarked
package io.tidemark.lineage.testing;

import org.jspecify.annotations.NullMarked;
