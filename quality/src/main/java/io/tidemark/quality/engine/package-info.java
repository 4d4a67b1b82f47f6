/** Judging a dataset by suites: rule planning, Deequ behind one adapter, rows and tables. */
@NullMarked
package io.tidemark.quality.engine;

import org.jspecify.annotations.NullMarked;
