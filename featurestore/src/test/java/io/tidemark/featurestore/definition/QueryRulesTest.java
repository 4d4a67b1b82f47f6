package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryRulesTest {
  private static final String VIEW =
      """
      apiVersion: tidemark/v1
      kind: FeatureView
      metadata: {name: spend, version: 1}
      spec:
        entity: user
        sql: SELECT 1 FROM ref('purchases')
        features: [{name: amount, type: DOUBLE}]
      """;

  @TempDir Path folder;

  @Test
  void findsTheSourcesOutsideOfCommentsAndText() {
    assertThat(SourceQuery.of("  SELECT * FROM ref('a'), REF ( \"b\" )\n, ref/**/('a');\n"))
        .isEqualTo(
            new SourceQuery(
                "SELECT * FROM ref('a'), REF ( \"b\" )\n, ref/**/('a');", List.of("a", "b")));
    assertThat(SourceQuery.of("-- ref('x') \\\n ref('x')\nSELECT * FROM `ref`('a')").sources())
        .containsExactly("a");
    assertThat(SourceQuery.of("/* /* ref('x') */ ref('y') */ SELECT /*+ ref('a') */").sources())
        .containsExactly("a");
    assertThat(SourceQuery.of("SELECT 'ref(\\'x\\')', \"ref('x')\", r'\\', ref('a'), `ref('x')`"))
        .extracting(SourceQuery::sources)
        .asList()
        .containsExactly("a");
    assertThat(SourceQuery.of("SELECT ref(x), t.ref('x'), xref('x'), ref('x', 'y'), ref").sources())
        .isEmpty();
    assertThat(SourceQuery.of("SELECT 'open ref('x') /* ref('y')").sources()).isEmpty();
  }

  @Test
  void aFileIsTheTextThatIsInIt() throws IOException {
    Shop shop = new Shop(folder).file("spend.yaml", VIEW);
    Declared<FeatureViewDefinition> text = view(shop);
    Files.write(
        folder.resolve("q.sql"),
        "\uFEFF SELECT 1 FROM ref('purchases')\r\n".getBytes(StandardCharsets.UTF_8));
    shop.file("spend.yaml", VIEW.replaceFirst("sql: .*", "sql: {file: ./q.sql}"));
    Declared<FeatureViewDefinition> file = view(shop);

    assertThat(file.definition().query()).isEqualTo(text.definition().query());
    assertThat(file.json())
        .isEqualTo(text.json())
        .contains("\"sql\":\"SELECT 1 FROM ref('purchases')\"")
        .contains("\"keys\":{\"user_id\":\"user_id\"}");
    assertThat(file.semanticHash()).isEqualTo(text.semanticHash());
    shop.file("purchases.yaml", Shop.PURCHASES + "  filter: amount > 0\n");
    assertThat(view(shop).semanticHash()).isNotEqualTo(text.semanticHash());
    shop.file("purchases.yaml", Shop.PURCHASES).file("q.sql", "SELECT 2 FROM ref('purchases')");
    assertThat(view(shop).semanticHash()).isNotEqualTo(text.semanticHash());
  }

  @Test
  void refusesWhatAQueryCannotHave() throws IOException {
    Shop shop = new Shop(folder);
    String view =
        """
        apiVersion: tidemark/v1
        kind: FeatureView
        metadata: {name: spend, version: 1}
        spec:
          entity: user
          sql: SELECT 1 FROM ref('purchase') JOIN ref('checkouts')
          ttl: PT0S
          equalTimestamps: exclude
          keys: {user_id: user}
          tieBreaker: [amunt]
          features:
            - {name: amount, type: DOUBLE, column: amt}
          aggregations:
            - {name: n, fn: count, window: P30D}
        """;
    assertThat(shop.file("spend.yaml", view).problems())
        .containsExactly(
            "spend.yaml:6: error: There is no Source purchase; did you mean 'purchases'?",
            "spend.yaml:7: error: ttl equals the availabilityLag PT0S, and equal times are"
                + " excluded; no value could ever be seen; make ttl longer",
            "spend.yaml:9: error: The query of a view yields its columns by their own names, and"
                + " this is 'user'; remove it, and write AS user_id in the query",
            "spend.yaml:10: error: The query yields no column 'amunt' to break ties by;"
                + " did you mean 'amount'?",
            "spend.yaml:12: error: The query of a view yields its columns by their own names, and"
                + " this is 'amt'; remove it, and write AS amount in the query",
            "spend.yaml:13: error: A view over sql has no aggregations: its rows have no id to tell"
                + " events apart; aggregate in the query, or let the view read a source with an"
                + " id");
    assertThat(shop.file("spend.yaml", VIEW + "  source: purchases\n").problems())
        .contains("spend.yaml:8: error: spec has both source and sql; keep one of them");
    assertThat(shop.file("spend.yaml", VIEW.replaceFirst("sql: .*", "sql: ' '")).problems())
        .containsExactly(
            "spend.yaml:4: error: spec.source is missing; give the name of a definition, or sql");
    assertThat(problem(shop, "sql: \"SELECT '${var:x}'\""))
        .isEqualTo(
            "spend.yaml:6: error: '${var:x}' is not allowed in spec.sql; write the value itself");
  }

  @Test
  void refusesFilesThatHoldNoQuery() throws IOException {
    Shop shop = new Shop(folder).file("empty.sql", "\n").file("var.sql", "SELECT '${env:X}'");
    Files.write(folder.resolve("latin.sql"), new byte[] {(byte) 0xE4});
    Files.createSymbolicLink(folder.resolve("out.sql"), Path.of("/etc/hostname"));

    assertThat(problem(shop, "sql: {file: no.sql}"))
        .isEqualTo(
            "spend.yaml:6: error: spec.sql.file is 'no.sql', which is no file of the project;"
                + " write the query there, or name another file");
    assertThat(problem(shop, "sql: {file: empty.sql}")).contains("empty.sql holds no query");
    assertThat(problem(shop, "sql: {file: var.sql}")).contains("'${' is not allowed in var.sql");
    assertThat(problem(shop, "sql: {file: latin.sql}")).contains("latin.sql is not UTF-8");
    assertThat(problem(shop, "sql: {file: ../x.sql}")).contains("which leaves the project");
    assertThat(problem(shop, "sql: {file: /x.sql}")).contains("which is not relative");
    assertThat(problem(shop, "sql: {file: out.sql}")).contains("which leaves the project");
    assertThat(problem(shop, "sql: [no.sql]")).contains("spec.sql is a list");
  }

  @Test
  void aSpineMayBeAQuery() {
    String set =
        Shop.SET
            .replace("source: checkouts", "sql: SELECT * FROM ref('checkouts')")
            .replace("    label: label\n", "    columns: [amount]\n");
    Shop shop = new Shop(folder).file("set.yaml", set);
    assertThat(shop.problems())
        .containsExactly(
            "set.yaml:10: error: The column amount comes from both the spine and spend@1.amount;"
                + " give a prefix or an alias in the service, or leave the column out");
    shop.file("set.yaml", set.replace("[amount]", "[at]"));
    Spine spine =
        shop.load()
            .find(TrainingSetDefinition.class, new Ref("churn_set", 0))
            .orElseThrow()
            .definition()
            .spine();
    assertThat(spine.source()).isNull();
    assertThat(spine.sources()).containsExactly("checkouts");
    assertThat(shop.file("set.yaml", set.replace("'checkouts'", "'checkout'")).problems())
        .contains("set.yaml:6: error: There is no Source checkout; did you mean 'checkouts'?");
  }

  private static String problem(Shop shop, String sql) {
    shop.file("spend.yaml", VIEW.replaceFirst("sql: .*", Matcher.quoteReplacement(sql)));
    assertThat(shop.problems()).hasSize(1);
    return shop.problems().get(0);
  }

  private static Declared<FeatureViewDefinition> view(Shop shop) {
    return shop.load().find(FeatureViewDefinition.class, new Ref("spend", 1)).orElseThrow();
  }
}
