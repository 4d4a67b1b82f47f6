/** Random cases of the main job, and what the contract says of them, found by brute force. */
@NullMarked
package io.tidemark.featurestore.oracle;

import org.jspecify.annotations.NullMarked;
