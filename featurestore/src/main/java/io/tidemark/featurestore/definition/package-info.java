/** The feature store's kinds: views, services and training sets as declared, without Spark. */
@NullMarked
package io.tidemark.featurestore.definition;

import org.jspecify.annotations.NullMarked;
