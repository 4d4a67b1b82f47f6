/** Draws that generated data is made of. */
@NullMarked
package io.tidemark.jobs.demo.draw;

import org.jspecify.annotations.NullMarked;
