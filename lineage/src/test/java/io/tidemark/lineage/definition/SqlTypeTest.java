package io.tidemark.lineage.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer|INT",
        "Long|BIGINT",
        "numeric|DECIMAL(10,0)",
        "dec(5)|DECIMAL(5,0)",
        "decimal( 38 , 18 )|DECIMAL(38,18)",
        "timestamp_ltz|TIMESTAMP",
        "array < string >|ARRAY<STRING>",
        "map<string,array<int>>|MAP<STRING, ARRAY<INT>>",
        "struct<a int, `b c`: map<int,int>>|STRUCT<a: INT, `b c`: MAP<INT, INT>>",
        "struct<>|STRUCT<>"
      })
  void printsTypesAsSparkDoes(String written, String ddl) {
    assertThat(SqlType.parse(written).ddl()).isEqualTo(ddl);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "int int",
        "decimal(39)",
        "decimal(5,6)",
        "decimal()",
        "array",
        "array<int",
        "map<int>",
        "char(5)",
        "void",
        "interval day"
      })
  void refusesWhatIsNoTypeForAColumn(String written) {
    assertThatThrownBy(() -> SqlType.parse(written)).isInstanceOf(IllegalArgumentException.class);
  }
}
