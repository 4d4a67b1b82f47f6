package io.tidemark.quality.engine;

import com.amazon.deequ.analyzers.Analysis;
import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.Completeness;
import com.amazon.deequ.analyzers.Compliance;
import com.amazon.deequ.analyzers.InMemoryStateProvider;
import com.amazon.deequ.analyzers.Mean;
import com.amazon.deequ.analyzers.MeanState;
import com.amazon.deequ.analyzers.NumMatches;
import com.amazon.deequ.analyzers.NumMatchesAndCount;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.Size;
import com.amazon.deequ.analyzers.StandardDeviation;
import com.amazon.deequ.analyzers.StandardDeviationState;
import com.amazon.deequ.analyzers.State;
import com.amazon.deequ.analyzers.Sum;
import com.amazon.deequ.analyzers.SumState;
import com.amazon.deequ.analyzers.runners.AnalysisRunner;
import com.amazon.deequ.analyzers.runners.AnalyzerContext;
import com.amazon.deequ.analyzers.runners.EmptyStateException;
import com.amazon.deequ.metrics.DoubleMetric;
import com.amazon.deequ.metrics.Entity$;
import com.amazon.deequ.metrics.Metric;
import io.tidemark.lineage.ScalaInterop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Seq;
import scala.collection.immutable.Nil$;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;

/**
 * The one place where Deequ is met: one AnalysisRunner run, and so one scan, for all rules of a
 * projection. What Deequ computes wrongly or slowly joins the same scan as Spark's own aggregate.
 */
final class DeequMetrics {
  private final ScanProjection projection;
  private final InMemoryStateProvider states = new InMemoryStateProvider();

  private DeequMetrics(ScanProjection projection) {
    this.projection = projection;
  }

  /**
   * The rules' tallies, in their order.
   *
   * @param projected the projection's columns
   * @throws RuntimeException if the scan fails, for whichever rule
   */
  static List<Tally> tallies(ScanProjection projection, Dataset<Row> projected) {
    return new DeequMetrics(projection).run(projected);
  }

  private List<Tally> run(Dataset<Row> projected) {
    List<Measures> all = new ArrayList<>();
    for (int i = 0; i < projection.rules().size(); i++) {
      all.add(measures(i));
    }
    Set<Analyzer<?, ? extends Metric<?>>> analyzers = new LinkedHashSet<>();
    all.forEach(each -> analyzers.addAll(each.analyzers()));
    AnalyzerContext context =
        AnalysisRunner.run(
            projected,
            analysis(analyzers),
            Option.empty(),
            Option.apply(states),
            StorageLevel.MEMORY_AND_DISK());
    analyzers.forEach(each -> check(context, each));
    return all.stream().map(Measures::tally).toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Analysis analysis(Set<Analyzer<?, ? extends Metric<?>>> analyzers) {
    return new Analysis((Seq) ScalaInterop.seq(new ArrayList<>(analyzers)));
  }

  /** Deequ makes a metric of whatever goes wrong; only that there is no value is none. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void check(AnalyzerContext context, Analyzer<?, ? extends Metric<?>> analyzer) {
    Option<Metric<?>> metric = context.metric((Analyzer) analyzer);
    if (metric.isEmpty()) {
      throw new IllegalStateException("Deequ gave no metric for " + analyzer);
    }
    if (metric.get().value() instanceof Failure<?> failure
        && !(failure.exception() instanceof EmptyStateException)) {
      throw new IllegalStateException("the scan failed", failure.exception());
    }
  }

  private Measures measures(int rule) {
    Work work = projection.rules().get(rule).work();
    Option<String> inScope = Option.apply(projection.scope(rule));
    Size size = new Size(inScope);
    if (work instanceof Work.Rowwise) {
      return new Rows(verdicts(rule));
    } else if (work instanceof Work.Aggregated aggregated) {
      Native nans =
          aggregated.nan() == null
              ? null
              : new Native(functions.count_if(functions.col(projection.nan(rule))));
      return new Values(size, nans, value(aggregated.how(), projection.value(rule), inScope));
    }
    return new Values(size, null, null);
  }

  private Compliance verdicts(int rule) {
    String verdict = projection.verdict(rule);
    Option<String> decided = Option.apply(verdict + " IS NOT NULL");
    return new Compliance(verdict, verdict, decided, list(), Option.empty());
  }

  @SuppressWarnings("unchecked")
  private static scala.collection.immutable.List<String> list() {
    return (scala.collection.immutable.List<String>) (Object) Nil$.MODULE$;
  }

  private static Value<?> value(Aggregation how, String column, Option<String> inScope) {
    Option<String> all = Option.empty();
    return switch (how.kind()) {
      case COMPLETENESS ->
          new Value<NumMatchesAndCount>(
              new Completeness(column, inScope, Option.empty()),
              s -> s.count() == 0 ? null : (double) s.numMatches() / s.count());
      case MEAN -> new Value<MeanState>(new Mean(column, all), MeanState::metricValue);
      case SUM -> new Value<SumState>(new Sum(column, all), SumState::metricValue);
      case STDDEV ->
          new Value<StandardDeviationState>(
              new StandardDeviation(column, all),
              // Deequ's own is that of a population.
              s -> s.n() < 2 ? null : Math.sqrt(s.m2() / (s.n() - 1)));
      case MIN, MAX, QUANTILE ->
          new Value<SumState>(
              new Native(how.of(functions.col(column), functions.lit(null))), SumState::sum);
    };
  }

  private <S extends State<?>> @Nullable S state(Analyzer<S, ?> analyzer) {
    Option<S> found = states.load(analyzer);
    return found.isEmpty() ? null : found.get();
  }

  /** What is asked for one rule. */
  private interface Measures {
    List<Analyzer<?, ? extends Metric<?>>> analyzers();

    Tally tally();
  }

  private final class Rows implements Measures {
    private final Compliance verdicts;

    Rows(Compliance verdicts) {
      this.verdicts = verdicts;
    }

    @Override
    public List<Analyzer<?, ? extends Metric<?>>> analyzers() {
      return List.of(verdicts);
    }

    @Override
    public Tally tally() {
      NumMatchesAndCount found = state(verdicts);
      long count = found == null ? 0 : found.count();
      return new Tally(count, count, found == null ? 0 : count - found.numMatches(), 0, null);
    }
  }

  private final class Values implements Measures {
    private final Size size;
    private final @Nullable Native nans;
    private final @Nullable Value<?> value;

    Values(Size size, @Nullable Native nans, @Nullable Value<?> value) {
      this.size = size;
      this.nans = nans;
      this.value = value;
    }

    @Override
    public List<Analyzer<?, ? extends Metric<?>>> analyzers() {
      List<Analyzer<?, ? extends Metric<?>>> all = new ArrayList<>(List.of(size));
      if (nans != null) {
        all.add(nans);
      }
      if (value != null) {
        all.add(value.analyzer());
      }
      return all;
    }

    @Override
    public Tally tally() {
      NumMatches rows = state(size);
      long count = rows == null ? 0 : rows.numMatches();
      SumState nan = nans == null ? null : state(nans);
      return new Tally(
          count,
          count,
          0,
          nan == null ? 0 : (long) nan.sum(),
          value == null ? null : value.read(DeequMetrics.this));
    }
  }

  /** An analyzer, and what its state says. */
  private record Value<S extends State<?>>(
      Analyzer<S, ? extends Metric<?>> analyzer, Function<S, @Nullable Double> reading) {

    @Nullable Double read(DeequMetrics metrics) {
      S state = metrics.state(analyzer);
      return state == null ? null : reading.apply(state);
    }
  }

  /** An aggregate of Spark's own in Deequ's scan. */
  private static final class Native implements ScanShareableAnalyzer<SumState, DoubleMetric> {
    private static final long serialVersionUID = 1L;

    private final transient Column aggregate;

    Native(Column aggregate) {
      this.aggregate = aggregate;
    }

    @Override
    public Seq<Column> aggregationFunctions() {
      return ScalaInterop.seq(List.of(aggregate));
    }

    @Override
    public Option<SumState> fromAggregationResult(Row result, int offset) {
      return result.isNullAt(offset)
          ? Option.empty()
          : Option.apply(new SumState(((Number) result.get(offset)).doubleValue()));
    }

    @Override
    public DoubleMetric computeMetricFrom(Option<SumState> state) {
      return state.isEmpty()
          ? toFailureMetric(new EmptyStateException("no value"))
          : metric(new Success<>(state.get().sum()));
    }

    @Override
    public DoubleMetric toFailureMetric(Exception failure) {
      return metric(new Failure<>(failure));
    }

    private static DoubleMetric metric(Try<Object> value) {
      return new DoubleMetric(Entity$.MODULE$.Dataset(), "native", "*", value, Option.empty());
    }
  }
}
