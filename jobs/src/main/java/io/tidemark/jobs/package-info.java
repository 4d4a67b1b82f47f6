/** The jobs themselves, and their main class. */
@NullMarked
package io.tidemark.jobs;

import org.jspecify.annotations.NullMarked;
