/** Projects in a folder, for tests of what the verbs do. */
@NullMarked
package io.tidemark.featurestore.testing;

import org.jspecify.annotations.NullMarked;
