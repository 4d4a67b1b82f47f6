package io.tidemark.featurestore.plan;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.InputRows;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * A source as a view reads it: every column it needs is there with the declared type, the times can
 * be read and the predicates hold to the rules.
 *
 * @param eventTime of scd2 the time from which a row is valid
 * @param validTo of scd2 the time from which it no longer is; null for other sources
 * @param knownAt null if the source declares none
 * @param deleted whether a row is a deletion, never NULL
 */
public record ViewSource(
    InputRows rows,
    TimeConversion eventTime,
    @Nullable TimeConversion validTo,
    @Nullable TimeConversion knownAt,
    Column deleted) {

  /**
   * Checks a source against the view of a table.
   *
   * @throws Refusal with every problem, at the fields of the view and of the source
   */
  public static ViewSource of(FeatureTable table, InputRows rows) {
    return rows instanceof SourceTable source ? ofSource(table, source) : ofQuery(table, rows);
  }

  private static ViewSource ofQuery(FeatureTable table, InputRows rows) {
    QueryChecks.check(table, rows);
    boolean known = Columns.field(rows.schema(), FeatureTable.KNOWN_AT).isPresent();
    return new ViewSource(
        rows,
        time(table, FeatureTable.EVENT_TS, rows),
        null,
        known ? time(table, FeatureTable.KNOWN_AT, rows) : null,
        lit(false));
  }

  private static TimeConversion time(FeatureTable table, String column, InputRows rows) {
    TimeColumn time = new TimeColumn(column, null, null, null);
    return TimeConversion.of(table.view(), QuerySource.SQL, time, rows.schema());
  }

  private static ViewSource ofSource(FeatureTable table, SourceTable rows) {
    Declared<FeatureViewDefinition> view = table.view();
    SourceDefinition source = table.source().definition();
    SourceChecks checks = new SourceChecks(rows);
    checks.keys(view, table.entity().definition(), view.definition().keys());
    List<Feature> features = view.definition().features();
    for (int i = 0; i < features.size(); i++) {
      String path = "spec.features[" + i + "].column";
      checks.typed(view, path, features.get(i).column(), features.get(i).type());
    }
    checks.add(AggregationChecks.of(view, rows));
    checks.ordered(table.source(), "spec.id", source.id());
    checks.ordered(view, "spec.tieBreaker", view.definition().tieBreaker());
    TimeConversion eventTime = checks.eventTime();
    TimeConversion validTo = checks.time("spec.validTo", source.validTo());
    TimeConversion knownAt = checks.time("spec.knownAt", source.knownAt());
    Column deleted = checks.deleted();
    checks.refuse();
    return new ViewSource(
        rows,
        Objects.requireNonNull(eventTime, "the loader asks for it"),
        validTo,
        knownAt,
        Objects.requireNonNull(deleted, "refused otherwise"));
  }
}
