/** What a table holds, in one scan, and the suite that it suggests. */
@NullMarked
package io.tidemark.quality.profile;

import org.jspecify.annotations.NullMarked;
