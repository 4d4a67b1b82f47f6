package io.tidemark.lineage;

import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a query, and the sources it reads as they were opened. */
public record QueryTable(Dataset<Row> rows, List<SourceTable> sources) implements InputRows {

  public QueryTable {
    sources = List.copyOf(sources);
  }

  @Override
  public Optional<Refusal> refusal(Throwable failure) {
    return sources.stream()
        .map(source -> source.refusal(failure))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  public void counted(Run run, long rows) {}
}
