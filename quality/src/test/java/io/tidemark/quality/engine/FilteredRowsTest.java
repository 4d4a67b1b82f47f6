package io.tidemark.quality.engine;

import static io.tidemark.quality.engine.Suites.MOMENT;
import static io.tidemark.quality.engine.Suites.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class FilteredRowsTest {

  @Test
  void aRowThatAnySuiteLooksAtIsThere(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT id, IF(id = 4, NULL, DATE '2026-06-27' + CAST(id AS INT)) d FROM range(5)");
    assertThat(ids(rows, "d = :date")).containsExactly(3L);
    assertThat(ids(rows, "d = :date", "id < 1", "d = :date")).containsExactly(0L, 3L);
    assertThat(ids(rows, "d = :date", null)).hasSize(5);
    assertThatThrownBy(() -> ids(rows, "absent = 1")).hasMessageContaining("absent");
    assertThatThrownBy(() -> ids(rows, "1 / id > 0")).hasMessageContaining("DIVIDE_BY_ZERO");
  }

  private static List<Long> ids(Dataset<Row> rows, @Nullable String... filters) {
    List<QualitySuiteDefinition> suites =
        Arrays.stream(filters).map(each -> suite("s", each)).toList();
    return FilteredRows.of(rows, suites, MOMENT).select("id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }
}
