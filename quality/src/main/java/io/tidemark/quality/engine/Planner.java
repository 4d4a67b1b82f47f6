package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.Freshness;
import io.tidemark.quality.definition.Check.FunctionalDependency;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.References;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Turns rules into work over one subject; what does not fit it becomes {@link Work.Broken}. */
final class Planner {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final AnsiSession session;
  private final Dataset<Row> rows;
  private final StructType schema;
  private final Moment moment;
  private final SuiteSql sql;
  private final Lookups lookups;

  /**
   * @param rows the subject's, in the session
   */
  Planner(AnsiSession session, Dataset<Row> rows, Moment moment, Lookups lookups) {
    this.session = session;
    this.rows = rows;
    this.schema = rows.schema();
    this.moment = moment;
    this.sql = new SuiteSql(moment);
    this.lookups = lookups;
  }

  List<PlannedRule> plan(QualitySuiteDefinition suite) {
    List<PlannedRule> planned = new ArrayList<>();
    for (Rule rule : suite.rules()) {
      planned.add(plan(suite, rule));
    }
    return planned;
  }

  private PlannedRule plan(QualitySuiteDefinition suite, Rule rule) {
    String name = suite.metadata().name();
    try {
      Column scope = scope(suite.filter(), rule.where());
      rule.segmentBy().forEach(column -> RowChecks.type(schema, column));
      return new PlannedRule(name, rule, scope, work(rule, scope));
    } catch (Exception e) {
      return new PlannedRule(name, rule, lit(false), new Work.Broken(Measurement.Failed.of(e)));
    }
  }

  private Column scope(@Nullable String filter, @Nullable String where) {
    Column scope = filter == null ? null : isTrue("filter", filter);
    if (where == null) {
      return scope == null ? lit(true) : scope;
    }
    Column inner = isTrue("where", where);
    // What the filter leaves out is not looked at: it may be what the inner one fails on.
    return scope == null ? inner : when(scope, inner).otherwise(lit(false));
  }

  private Column isTrue(String field, String text) {
    return coalesce(sql.predicate(field, text, rows), lit(false));
  }

  private Work work(Rule rule, Column scope) {
    Check check = rule.check();
    check.columns().forEach(column -> RowChecks.type(schema, column));
    if (check instanceof Unique unique) {
      unique.keepOrder().forEach(key -> RowChecks.type(schema, key.column()));
      return new Duplicates(rule, unique, scope, schema);
    } else if (check instanceof References references) {
      return orphans(rule, references, scope);
    } else if (check instanceof Check.OfRows) {
      return new RowChecks(rows, sql).compile(rule, scope);
    } else if (check instanceof FunctionalDependency dependency) {
      return new Dependents(rule, dependency, scope, schema);
    } else if (check instanceof Measure measure) {
      return measure(measure, scope);
    } else if (check instanceof Freshness freshness) {
      return freshness(freshness, scope);
    }
    return new Work.Counted();
  }

  private Work orphans(Rule rule, References references, Column scope) {
    Dataset<Row> to = session.adopt(session.outside(() -> lookups.rows(references.to())));
    StructType other = to.schema();
    for (int i = 0; i < references.columns().size(); i++) {
      DataType here = RowChecks.type(schema, references.columns().get(i));
      DataType there = RowChecks.type(other, references.toColumns().get(i));
      if (!Columns.equal(here, there)) {
        throw new UnfitRuleException(
            "TYPE_UNFIT",
            "`%s` has type %s, and `%s` of %s has type %s"
                .formatted(
                    references.columns().get(i),
                    Columns.sql(here),
                    references.toColumns().get(i),
                    references.to().object(),
                    Columns.sql(there)));
      }
    }
    return new Orphans(rule, references, scope, schema, to);
  }

  private Work measure(Measure measure, Column scope) {
    Column value = Columns.named(measure.column());
    DataType type = RowChecks.type(schema, measure.column());
    switch (measure.metric()) {
      case COMPLETENESS -> {
        // Deequ takes no nested columns.
        return new Work.Aggregated(
            new Aggregation(Aggregation.Kind.COMPLETENESS),
            when(scope.and(value.isNotNull()), lit(true)),
            null);
      }
      case DISTINCT -> {
        return new DistinctValues(measure.column(), scope);
      }
      default -> {
        if (!(type instanceof NumericType)) {
          throw new UnfitRuleException(
              "TYPE_UNFIT",
              "%s needs a number, and `%s` has type %s"
                  .formatted(
                      measure.metric().name().toLowerCase(Locale.ROOT),
                      measure.column(),
                      Columns.sql(type)));
        }
      }
    }
    Column nan = Specials.isFloating(type) ? scope.and(isnan(value)) : null;
    Column counted = nan == null ? value : when(isnan(value), lit(null)).otherwise(value);
    return new Work.Aggregated(
        how(measure), when(scope, counted.cast(numberType(measure, type))), nan);
  }

  private static Aggregation how(Measure measure) {
    Aggregation.Kind kind = Aggregation.Kind.valueOf(measure.metric().name());
    Double q = measure.q();
    return q == null ? new Aggregation(kind) : new Aggregation(kind, q);
  }

  /** Sums of integers and decimals are exact, and of so many digits that none is too great. */
  private static DataType numberType(Measure measure, DataType type) {
    boolean adds = measure.metric() == Check.Metric.SUM || measure.metric() == Check.Metric.MEAN;
    if (!adds || Specials.isFloating(type)) {
      return DataTypes.DoubleType;
    }
    return type instanceof DecimalType ? type : DataTypes.createDecimalType(20, 0);
  }

  private Work freshness(Freshness freshness, Column scope) {
    Column column = Columns.named(freshness.column());
    DataType type = RowChecks.type(schema, freshness.column());
    Column micros;
    if (DataTypes.TimestampType.equals(type)) {
      micros = Columns.microsOfTimestamp(column);
    } else if (DataTypes.DateType.equals(type)) {
      micros = Columns.daysOfDate(column).cast(DataTypes.LongType).multiply(lit(DAY_MICROS));
    } else {
      throw new UnfitRuleException(
          "TYPE_UNFIT",
          "freshness needs a column of type TIMESTAMP or DATE, and `%s` has type %s"
              .formatted(freshness.column(), Columns.sql(type)));
    }
    Column past = when(micros.leq(lit(clockMicros(freshness, moment))), micros);
    return new Work.Aggregated(new Aggregation(Aggregation.Kind.MAX), when(scope, past), null);
  }

  /** Where the age is counted from, in microseconds since 1970 UTC. */
  static long clockMicros(Freshness freshness, Moment moment) {
    Instant clock =
        freshness.wallClock()
            ? moment.now()
            : moment.logicalDate().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock);
  }
}
