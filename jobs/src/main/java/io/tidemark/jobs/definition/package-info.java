/** What can be asked for and how it is answered: verbs, flags, output forms. Free of Spark. */
@NullMarked
package io.tidemark.jobs.definition;

import org.jspecify.annotations.NullMarked;
