/** What a project declares: its files are loaded, checked and hashed here, without Spark. */
@NullMarked
package io.tidemark.lineage.definition;

import org.jspecify.annotations.NullMarked;
