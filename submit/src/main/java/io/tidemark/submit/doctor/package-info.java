/** What {@code doctor} looks at: this machine, its Spark, and the project's warehouse. */
@NullMarked
package io.tidemark.submit.doctor;

import org.jspecify.annotations.NullMarked;
