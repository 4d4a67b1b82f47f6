package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.definition.Check.SqlRow;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.JudgedBatch;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.RuleOutcome;
import io.tidemark.quality.engine.Subject;
import io.tidemark.quality.quarantine.QuarantineTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Withheld rows under their suite as it is now. A rule that looks at each row, or looks it up, is
 * asked as ever; a rule of unique keys is asked of these rows and of the view's table, where the
 * table stores the key and what the rule's scope is told by.
 */
final class Recheck {
  private static final String OWN = "__own";
  private static final String OTHER = "__other";

  private final Run run;
  private final FeatureTable table;
  private final BatchRows shapes;
  private final Declared<QualitySuiteDefinition> suite;
  private final BatchJudge judge;

  Recheck(
      Run run,
      FeatureTable table,
      BatchRows shapes,
      Declared<QualitySuiteDefinition> suite,
      BatchJudge judge) {
    this.run = run;
    this.table = table;
    this.shapes = shapes;
    this.suite = suite;
    this.judge = judge;
  }

  /**
   * Those of the rows that no quarantine rule holds back any more.
   *
   * @param kept rows of the quarantine table
   * @throws Refusal with exit code 10 if such a rule cannot tell
   */
  Dataset<Row> passing(Dataset<Row> kept, PinnedTable target) {
    QualitySuiteDefinition definition = suite.definition();
    JudgedBatch judged =
        judge.judge(
            new Subject(definition.dataset().object(), null, shapes.again(kept)), definition);
    refuseUnknown(judged);
    Dataset<Row> good =
        judged
            .rows()
            .where(size(col(QuarantineTable.VIOLATIONS)).equalTo(0))
            .select(col(Subject.CARRIED).getField(QuarantineTable.ROW_ID).as(OWN));
    Dataset<Row> passing =
        kept.join(good, col(QuarantineTable.ROW_ID).equalTo(col(OWN)), "left_semi");
    for (Rule rule : definition.rules()) {
      if (rule.quarantine() && rule.check() instanceof Unique unique) {
        passing = withoutRepeated(passing, rule, unique, target);
      }
    }
    return passing;
  }

  private void refuseUnknown(JudgedBatch judged) {
    List<Problem> unknown =
        judged.outcome().outcomes().stream()
            .filter(r -> r.segmentKey() == null && r.rule().quarantine())
            .filter(r -> r.outcome() == Outcome.ERROR)
            .map(this::unknown)
            .toList();
    if (!unknown.isEmpty()) {
      throw new Refusal(10, unknown);
    }
  }

  private Problem unknown(RuleOutcome rule) {
    int at = suite.definition().rules().indexOf(rule.rule());
    return suite.error(
        "spec.rules[" + at + "]",
        "RULE_NOT_EVALUATED",
        "rule %s cannot tell, so nothing was released: %s"
            .formatted(rule.rule().id(), rule.message()),
        "correct the rule");
  }

  /** Less those whose key another row of the view's table has. */
  private Dataset<Row> withoutRepeated(
      Dataset<Row> passing, Rule rule, Unique unique, PinnedTable target) {
    List<Optional<String>> stored = unique.columns().stream().map(shapes::storedAs).toList();
    Optional<Dataset<Row>> there =
        stored.stream().allMatch(Optional::isPresent)
            ? inScope(run.read(target), rule, unique)
            : Optional.empty();
    if (there.isEmpty()) {
      return passing;
    }
    List<String> key = stored.stream().flatMap(Optional::stream).toList();
    Dataset<Row> own = keyed(shapes.stored(passing, List.of(QuarantineTable.ROW_ID)), key, OWN);
    Dataset<Row> other = keyed(there.get(), key, OTHER);
    Column same = lit(true);
    for (int i = 0; i < key.size(); i++) {
      same = same.and(col(OWN + i).equalTo(col(OTHER + i)));
    }
    // An equal row is this one, released before by a run that could not say so.
    Dataset<Row> repeated =
        own.join(other, same.and(col(OWN).notEqual(col(OTHER))), "left_semi")
            .select(col(QuarantineTable.ROW_ID).as(OTHER));
    return passing.join(repeated, col(QuarantineTable.ROW_ID).equalTo(col(OTHER)), "left_anti");
  }

  /** The view's rows that the rule looks at; empty if what the view stores cannot tell them. */
  private Optional<Dataset<Row>> inScope(Dataset<Row> stored, Rule rule, Unique unique) {
    QualitySuiteDefinition definition = suite.definition();
    if (rule.where() == null && definition.filter() == null) {
      return Optional.of(stored);
    }
    JudgedBatch judged =
        judge.judge(
            new Subject(definition.dataset().object(), null, shapes.asDataset(stored)),
            new QualitySuiteDefinition(
                definition.metadata(),
                definition.dataset(),
                definition.filter(),
                definition.maxQuarantineRatio(),
                List.of(failedInScope(rule, unique.columns().get(0))),
                List.of()));
    return judged.outcome().outcomes().stream().anyMatch(r -> r.outcome() == Outcome.ERROR)
        ? Optional.empty()
        : Optional.of(
            shapes.fromDataset(judged.rows().where(size(col(QuarantineTable.VIOLATIONS)).gt(0))));
  }

  /** A rule that each row in the scope of another fails, and no other row. */
  private static Rule failedInScope(Rule rule, String column) {
    String quoted = "`" + column.replace("`", "``") + "`";
    return new Rule(
        rule.id(),
        rule.severity(),
        rule.where(),
        List.of(),
        Rule.Special.FAIL,
        Rule.Special.FAIL,
        Rule.NoData.NO_DATA,
        0,
        0,
        true,
        "",
        new SqlRow(quoted + " <> " + quoted),
        rule.hash());
  }

  /** The key, the content and, where rows have one, the row's id. */
  private Dataset<Row> keyed(Dataset<Row> rows, List<String> key, String as) {
    Column[] content =
        Classified.stored(table).stream()
            .filter(name -> !name.equals(FeatureTable.KNOWN_AT))
            .map(Columns::named)
            .toArray(Column[]::new);
    Stream<Column> keys =
        Stream.iterate(0, i -> i < key.size(), i -> i + 1)
            .map(i -> Columns.named(key.get(i)).as(as + i));
    Stream<Column> id =
        Columns.field(rows.schema(), QuarantineTable.ROW_ID).stream()
            .map(field -> col(field.name()));
    return rows.select(
        Stream.of(keys, id, Stream.of(QuarantineTable.text(struct(content)).as(as)))
            .flatMap(columns -> columns)
            .toArray(Column[]::new));
  }
}
