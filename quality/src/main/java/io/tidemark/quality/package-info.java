/** Checks, profiles, drift, monitors and quarantine. */
@NullMarked
package io.tidemark.quality;

import org.jspecify.annotations.NullMarked;
