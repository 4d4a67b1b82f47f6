@NullMarked
package io.tidemark.quality.engine;

import org.jspecify.annotations.NullMarked;
