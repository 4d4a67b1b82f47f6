package io.tidemark.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.SuiteYaml;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class SuggestTest {
  private static final DataRef PAYMENTS = new DataRef.OfSource("payments");

  @TempDir Path folder;

  @Test
  void proposesWhatTheDataShowAndSaysWhy(SparkSession spark) {
    Dataset<Row> table =
        spark
            .range(0, 5000, 1, 3)
            .selectExpr(
                "id",
                "concat('TX-', lpad(cast(id AS STRING), 6, '0')) AS txn",
                "element_at(array('EUR', 'no', '007', 'GBP'), cast(id % 4 AS INT) + 1) AS currency",
                "cast(id % 1000 - 5 AS DECIMAL(38, 9)) AS balance",
                "if(id % 10 = 0, NULL, if(id % 7 = 0, double('NaN'), id / 8D)) AS score",
                "md5(cast(id AS STRING)) AS hash",
                "date_add(DATE'2026-01-01', cast(id % 30 AS INT)) AS day",
                "timestamp_seconds(1767225600 + id) AS at",
                "id % 2 = 0 AS even",
                "array(id) AS list");
    String yaml = suggest(table);
    QualitySuiteDefinition suite = SuiteYaml.document(yaml, "payments");
    assertThat(suite.rules())
        .extracting(Rule::id)
        .containsExactly(
            "columns",
            "rows",
            "id_not_null",
            "id_not_negative",
            "id_range",
            "id_unique",
            "txn_not_null",
            "txn_format",
            "txn_length",
            "txn_unique",
            "currency_not_null",
            "currency_values",
            "balance_not_null",
            "balance_range",
            "score_complete",
            "score_not_negative",
            "score_range",
            "hash_not_null",
            "hash_format",
            "hash_length",
            "hash_unique",
            "day_not_null",
            "day_range",
            "at_not_null",
            "at_range",
            "even_not_null",
            "list_not_null");
    assertThat(rule(suite, "txn_format").check())
        .isEqualTo(new Check.Matches("txn", "[A-Z]{2}\\-[0-9]{6}"));
    assertThat(rule(suite, "hash_format").check())
        .isEqualTo(new Check.Matches("hash", "[0-9a-f]{32}"));
    assertThat(rule(suite, "currency_values").check())
        .isEqualTo(new Check.AcceptedValues("currency", List.of("007", "EUR", "GBP", "no")));
    assertThat(rule(suite, "balance_range").check())
        .isEqualTo(new Check.Range("balance", "-5.000000000", "994.000000000"));
    assertThat(rule(suite, "day_range").check())
        .isEqualTo(new Check.Range("day", "2026-01-01", null));
    assertThat(rule(suite, "at_range").check())
        .isEqualTo(new Check.Range("at", "2026-01-01T00:00:00.000000Z", null));
    Rule score = rule(suite, "score_range");
    assertThat(score.onNull()).isEqualTo(Rule.Special.PASS);
    assertThat(score.onNaN()).isEqualTo(Rule.Special.PASS);
    assertThat(score.severity()).isEqualTo(Rule.Severity.WARN);
    assertThat(rule(suite, "score_complete").description()).isEqualTo("500 of 5,000 rows are NULL");
    assertThat(rule(suite, "id_not_null").severity()).isEqualTo(Rule.Severity.ERROR);
    assertThat(rule(suite, "id_unique").description())
        .isEqualTo("all 5,000 rows have different values");
    assertThat(((Check.SchemaIs) rule(suite, "columns").check()).expected())
        .contains(
            new Check.Expected("balance", "DECIMAL(38,9)"),
            new Check.Expected("list", "ARRAY<BIGINT>"));
    assertThat(suggest(table)).isEqualTo(yaml);
  }

  @Test
  void aRuleThatOneRowFarFromTheSampleViolatesIsNotProposed(SparkSession spark) {
    Dataset<Row> table =
        spark
            .range(0, 20_000, 1, 2)
            .selectExpr(
                "if(id = 19999, 'odd', concat('A', id % 90 + 10)) AS code",
                "if(id = 19999, 0L, id) AS key", "if(id = 19999, -1L, id) AS amount");
    assertThat(SuiteYaml.document(suggest(table), "payments").rules())
        .extracting(Rule::id)
        .containsExactly(
            "columns",
            "rows",
            "code_not_null",
            "code_length",
            "key_not_null",
            "key_not_negative",
            "key_range",
            "amount_not_null",
            "amount_range",
            "amount_unique");
  }

  @Test
  void oddNamesAndTextsReadBackAsTheyAre(SparkSession spark) {
    List<String> odd =
        List.of(
            "",
            " ",
            "no",
            "007",
            "null",
            "~",
            "it's",
            "a\"b",
            "back\\slash",
            "two\nlines",
            "tab\t",
            "\u0000",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "é",
            "😀",
            "# no comment",
            "a: b",
            "- x",
            "{}",
            "%",
            "@",
            "`",
            "trailing ",
            "2026-01-01");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(RowFactory.create(odd.get(i % odd.size()), i % 3, i, "x${var:y}" + i % 2));
    }
    StructType schema =
        new StructType()
            .add("a.b`c 'd' \"e\"", DataTypes.StringType)
            .add("null", DataTypes.IntegerType)
            .add("Ünïcode: #", DataTypes.IntegerType)
            .add("reference", DataTypes.StringType);
    Dataset<Row> table = spark.createDataFrame(rows, schema);
    QualitySuiteDefinition suite = SuiteYaml.document(suggest(table), "payments");
    assertThat(((Check.AcceptedValues) rule(suite, "a_b_c_d_e_values").check()).values())
        .containsExactlyInAnyOrderElementsOf(odd);
    assertThat(((Check.SchemaIs) rule(suite, "columns").check()).expected())
        .extracting(Check.Expected::name)
        .containsExactly(schema.fieldNames());
    assertThat(suite.rules())
        .extracting(each -> each.check().type())
        .filteredOn("accepted_values"::equals)
        .hasSize(1);
  }

  @Test
  void tablesWithoutRowsOrWithoutValuesGetFewRules(SparkSession spark) {
    Dataset<Row> empty = spark.createDataFrame(List.of(), RandomTable.SCHEMA);
    assertThat(SuiteYaml.document(suggest(empty), "payments").rules())
        .extracting(each -> each.check().type())
        .containsExactly("schema", "row_count");

    Dataset<Row> nothing = spark.range(5).selectExpr("cast(NULL AS DOUBLE) AS d", "id > 9 AS b");
    assertThat(SuiteYaml.document(suggest(nothing), "payments").rules())
        .extracting(Rule::id)
        .containsExactly("columns", "rows", "b_not_null");

    Dataset<Row> unnamed = spark.range(3).selectExpr("INTERVAL '1' DAY AS i", "id AS `${x}`");
    assertThat(SuiteYaml.document(suggest(unnamed), "payments").rules())
        .extracting(Rule::id)
        .containsExactly("rows", "i_not_null");
  }

  @Test
  void viewsAndTablesAreNamedAsTheFileNamesThem(SparkSession spark) {
    Dataset<Row> table = spark.range(3).toDF();
    DataRef scores = new DataRef.OfTable("ml", "pd_scores");
    QualitySuiteDefinition suite =
        SuiteYaml.document(Suggest.yaml("checks", scores, table, Profiler.profile(table)));
    assertThat(suite.dataset()).isEqualTo(scores);
    assertThat(suite.metadata().name()).isEqualTo("checks");
  }

  @Test
  void noRowOfRandomTablesViolatesARuleThatTheySuggest(SparkSession spark) {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      List<Row> rows = new RandomTable(seed, 1 + random.nextInt(60)).rows(random.nextInt(900));
      Dataset<Row> table = spark.createDataFrame(rows, RandomTable.SCHEMA).repartition(2);
      QualitySuiteDefinition suite = SuiteYaml.document(suggest(table), "payments");
      for (Rule rule : suite.rules()) {
        assertThat(violations(rule, rows)).as("seed " + seed + ", " + rule).isZero();
      }
    }
  }

  private static String suggest(Dataset<Row> rows) {
    return Suggest.yaml("checks", PAYMENTS, rows, Profiler.profile(rows));
  }

  private static Rule rule(QualitySuiteDefinition suite, String id) {
    return suite.rules().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  /** How many rows violate a rule by the book; of a rule for the table 1, if it is violated. */
  private static long violations(Rule rule, List<Row> rows) {
    Check check = rule.check();
    if (check instanceof Check.RowCount count) {
      return count.between().holds(rows.size()) ? 0 : 1;
    }
    if (check instanceof Check.SchemaIs) {
      return 0;
    }
    int at = RandomTable.SCHEMA.fieldIndex(check.columns().get(0));
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.get(at)));
    if (check instanceof Check.NotNull) {
      return values.stream().filter(each -> each == null).count();
    }
    if (check instanceof Check.Measure metric) {
      double share = values.stream().filter(each -> each != null).count() / (double) rows.size();
      return metric.between().holds(share) ? 0 : 1;
    }
    if (check instanceof Check.Unique) {
      Set<Object> seen = new HashSet<>();
      return values.stream().filter(each -> !seen.add(each)).count();
    }
    Predicate<Object> good = good(check);
    return values.stream()
        .filter(
            each ->
                each == null
                    ? rule.onNull() == Rule.Special.FAIL
                    : isNaN(each) ? rule.onNaN() == Rule.Special.FAIL : !good.test(each))
        .count();
  }

  private static boolean isNaN(Object value) {
    return value instanceof Number number && Double.isNaN(number.doubleValue());
  }

  private static Predicate<Object> good(Check check) {
    if (check instanceof Check.Range range) {
      return value ->
          (range.min() == null || compare(value, range.min()) >= 0)
              && (range.max() == null || compare(value, range.max()) <= 0);
    } else if (check instanceof Check.AcceptedValues accepted) {
      return value -> accepted.values().contains((String) value);
    } else if (check instanceof Check.Matches matches) {
      return value -> Pattern.matches(matches.regex(), (String) value);
    }
    Check.Length length = (Check.Length) check;
    return value -> {
      long points = ((String) value).codePoints().count();
      return points >= length.min() && points <= length.max();
    };
  }

  private static int compare(Object value, String bound) {
    if (value instanceof LocalDate date) {
      return date.compareTo(LocalDate.parse(bound));
    } else if (value instanceof Instant time) {
      return time.compareTo(Instant.parse(bound));
    } else if (value instanceof Double || value instanceof Float) {
      return Double.compare(((Number) value).doubleValue() + 0.0, Double.parseDouble(bound));
    }
    return new BigDecimal(value.toString()).compareTo(new BigDecimal(bound));
  }
}
