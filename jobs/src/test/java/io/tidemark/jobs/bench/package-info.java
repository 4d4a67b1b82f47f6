@NullMarked
package io.tidemark.jobs.bench;

import org.jspecify.annotations.NullMarked;
