/**
 * What applying a project does: checks against the sources, tables made, definitions registered.
 */
@NullMarked
package io.tidemark.featurestore.plan;

import org.jspecify.annotations.NullMarked;
