/** The bank that {@code demo} and {@code init} make: its generated data and project files. */
@NullMarked
package io.tidemark.jobs.demo;

import org.jspecify.annotations.NullMarked;
