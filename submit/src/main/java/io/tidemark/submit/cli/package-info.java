/** The command line: what needs no Spark is done here, the rest in a child process with Spark. */
@NullMarked
package io.tidemark.submit.cli;

import org.jspecify.annotations.NullMarked;
