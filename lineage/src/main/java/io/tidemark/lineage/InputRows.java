package io.tidemark.lineage;

import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The rows that a definition reads: a source's, or a query's over several. */
public sealed interface InputRows permits SourceTable, QueryTable {

  /** The rows, lazily. */
  Dataset<Row> rows();

  /** Their columns. */
  default StructType schema() {
    return rows().schema();
  }

  /** The sources that they are read from, each once. */
  List<SourceTable> sources();

  /** What a failed job says about one of the sources; empty if the failure is none of theirs. */
  Optional<Refusal> refusal(Throwable failure);

  /** Records how many rows were read; of a query's sources nobody knows. */
  void counted(Run run, long rows);
}
