package io.tidemark.quality.engine;

import io.tidemark.quality.definition.DataRef;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Opens what rules refer to beside the subject, pinned and recorded by the run. */
@FunctionalInterface
public interface Lookups {

  /**
   * Its rows after the source's filter.
   *
   * @throws RuntimeException if it cannot be read: an error of the rule alone
   */
  Dataset<Row> rows(DataRef data);
}
