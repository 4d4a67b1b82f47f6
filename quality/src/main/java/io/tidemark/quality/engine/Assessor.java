package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Between;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.Freshness;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.Metric;
import io.tidemark.quality.definition.Check.RowCount;
import io.tidemark.quality.definition.Check.SchemaIs;
import io.tidemark.quality.definition.Check.SqlMetric;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.definition.Rule.Special;
import io.tidemark.quality.engine.History.RuleId;
import io.tidemark.quality.engine.Measurement.Failed;
import io.tidemark.quality.engine.Measurement.Measured;
import io.tidemark.quality.engine.Measurement.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what numbers mean: the outcomes of rules over one object. */
final class Assessor {

  private final String object;
  private final Moment moment;
  private final History history;

  Assessor(String object, Moment moment, History history) {
    this.object = object;
    this.moment = moment;
    this.history = history;
  }

  /** The rows of one rule: the whole first, then its segments. */
  List<RuleOutcome> outcomes(PlannedRule planned, Measurement measurement) {
    Rule rule = planned.rule();
    if (measurement instanceof Failed failed) {
      return List.of(none(rule, Outcome.ERROR, failed.message(), failed.errorClass()));
    }
    Measured measured = (Measured) measurement;
    List<RuleOutcome> rows = new ArrayList<>();
    String key = String.join(",", rule.segmentBy());
    for (Segment segment : measured.segments()) {
      Assessment judged = assess(planned, segment.tally(), segment.value());
      rows.add(row(rule, key, segment.value(), segment.tally(), judged, List.of()));
    }
    Assessment whole = assess(planned, measured.whole(), null);
    if (measured.note() != null) {
      whole = whole.saying(measured.note());
    }
    if (!rows.isEmpty()) {
      whole = whole.as(worst(rows)).saying(summary(rows));
    }
    rows.add(0, row(rule, null, null, measured.whole(), whole, measured.samples()));
    return rows;
  }

  /** A rule that an earlier suite stopped. */
  static RuleOutcome skipped(Rule rule, String why) {
    return none(rule, Outcome.SKIPPED, why, null);
  }

  /** A rule that has no numbers. */
  static RuleOutcome none(Rule rule, Outcome outcome, String message, @Nullable String errorClass) {
    Bounds bounds = Bounds.of(rule);
    return new RuleOutcome(
        rule,
        null,
        null,
        bounds.metric(),
        null,
        bounds.unit(),
        null,
        null,
        null,
        null,
        null,
        outcome,
        message,
        errorClass,
        List.of(),
        0);
  }

  private static RuleOutcome row(
      Rule rule,
      @Nullable String segmentKey,
      @Nullable String segmentValue,
      Tally tally,
      Assessment judged,
      List<String> samples) {
    Bounds bounds = Bounds.of(rule);
    boolean ratio = Bounds.isRatio(rule.check());
    return new RuleOutcome(
        rule,
        segmentKey,
        segmentValue,
        bounds.metric(),
        judged.value(),
        bounds.unit(),
        judged.lower(),
        judged.upper(),
        judged.source(),
        ratio ? tally.evaluated() : tally.rows(),
        ratio ? tally.failed() : null,
        judged.outcome(),
        judged.message(),
        null,
        samples,
        0);
  }

  private Assessment assess(PlannedRule planned, Tally tally, @Nullable String segment) {
    Rule rule = planned.rule();
    Bounds bounds = Bounds.of(rule);
    Double value = value(rule, tally);
    Assessment said = new Assessment(value, bounds.between());
    Check check = rule.check();
    // A query may have an answer without any row in scope: only NULL is none.
    boolean counts =
        check instanceof RowCount || check instanceof SchemaIs || check instanceof SqlMetric;
    long evaluated = Bounds.isRatio(check) ? tally.evaluated() : tally.rows();
    if (!counts && (evaluated == 0 || evaluated < rule.minRows())) {
      return noData(rule, said, evaluated + " rows evaluated");
    }
    if (spoiled(rule, tally)) {
      return said.valued(Double.NaN).as(violated(rule)).saying(tally.nans() + " rows are NaN");
    }
    if (value == null) {
      return check instanceof SchemaIs
          ? said.as(Outcome.LEARNING).saying("the first run: these are the columns to come")
          : noData(rule, said, "there is no value");
    }
    boolean within = bounds.between() == null || bounds.between().holds(value);
    if (bounds.anomaly() == null) {
      return said.as(within ? Outcome.PASS : violated(rule)).saying(describe(rule, tally, said));
    }
    Optional<LearnedBounds> learned =
        LearnedBounds.of(
            bounds.anomaly(),
            moment.logicalDate(),
            history.values(
                new RuleId(object, planned.suite(), rule.id()),
                segment,
                moment.logicalDate(),
                bounds.anomaly()));
    if (learned.isEmpty()) {
      return within
          ? said.as(Outcome.LEARNING)
              .saying("fewer than " + bounds.anomaly().minHistory() + " earlier values")
          : said.as(violated(rule)).saying(describe(rule, tally, said));
    }
    Assessment judged = said.learned(learned.get());
    boolean usual = learned.get().holds(value);
    return judged
        .as(within && usual ? Outcome.PASS : violated(rule))
        .saying(describe(rule, tally, within ? judged : said));
  }

  private @Nullable Double value(Rule rule, Tally tally) {
    Check check = rule.check();
    Double value = tally.value();
    if (Bounds.isRatio(check)) {
      return tally.evaluated() == 0 ? null : (double) tally.failed() / tally.evaluated();
    } else if (check instanceof RowCount) {
      return (double) tally.rows();
    } else if (check instanceof Freshness freshness) {
      long clock = Planner.clockMicros(freshness, moment);
      return value == null ? null : (clock - value) / 1_000_000;
    }
    return value;
  }

  /** NaN spoils numbers; that a value is there, or another one, it does not. */
  private static boolean spoiled(Rule rule, Tally tally) {
    return rule.check() instanceof Measure measure
        && measure.metric() != Metric.COMPLETENESS
        && measure.metric() != Metric.DISTINCT
        && tally.nans() > 0
        && rule.onNaN() == Special.FAIL;
  }

  private static Assessment noData(Rule rule, Assessment said, String why) {
    return said.as(
            switch (rule.onNoData()) {
              case NO_DATA -> Outcome.NO_DATA;
              case FAIL -> violated(rule);
              case PASS -> Outcome.PASS;
            })
        .saying(why);
  }

  private static Outcome violated(Rule rule) {
    Severity severity = rule.severity();
    return severity == Severity.ERROR || severity == Severity.CRITICAL
        ? Outcome.FAIL
        : Outcome.WARN;
  }

  private static Outcome worst(List<RuleOutcome> rows) {
    return Outcome.WORST_FIRST.stream()
        .filter(outcome -> rows.stream().anyMatch(row -> row.outcome() == outcome))
        .findFirst()
        .orElseThrow();
  }

  private static String summary(List<RuleOutcome> segments) {
    Outcome worst = worst(segments);
    long many = segments.stream().filter(row -> row.outcome() == worst).count();
    return "%d of %d segments: %s".formatted(many, segments.size(), worst.word());
  }

  private static String describe(Rule rule, Tally tally, Assessment said) {
    if (Bounds.isRatio(rule.check())) {
      return "%d of %d rows fail".formatted(tally.failed(), tally.evaluated());
    }
    return "%s is %s, %s".formatted(Bounds.of(rule).metric(), said.value(), said.range());
  }

  /** An outcome in the making. */
  private record Assessment(
      @Nullable Double value,
      @Nullable Double lower,
      @Nullable Double upper,
      @Nullable String source,
      Outcome outcome,
      @Nullable String message) {

    Assessment(@Nullable Double value, @Nullable Between between) {
      this(
          value,
          between == null ? null : between.lower(),
          between == null ? null : between.upper(),
          between == null ? null : "static",
          Outcome.PASS,
          null);
    }

    Assessment valued(double other) {
      return new Assessment(other, lower, upper, source, outcome, message);
    }

    Assessment as(Outcome other) {
      return new Assessment(value, lower, upper, source, other, message);
    }

    Assessment saying(String other) {
      return new Assessment(value, lower, upper, source, outcome, other);
    }

    Assessment learned(LearnedBounds bounds) {
      return new Assessment(value, bounds.lower(), bounds.upper(), "learned", outcome, message);
    }

    String range() {
      if (source == null) {
        return "without bounds";
      }
      String from = lower == null ? "" : "at least " + lower;
      String to = upper == null ? "" : "at most " + upper;
      return source + " bounds: " + from + (from.isEmpty() || to.isEmpty() ? "" : ", ") + to;
    }
  }
}
