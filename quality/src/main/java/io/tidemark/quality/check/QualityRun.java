package io.tidemark.quality.check;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.History;
import io.tidemark.quality.engine.Judge;
import io.tidemark.quality.engine.Moment;
import io.tidemark.quality.engine.SuiteOutcome;
import io.tidemark.quality.profile.ProfileRows;
import io.tidemark.quality.store.Appends;
import io.tidemark.quality.store.JudgedSuite;
import io.tidemark.quality.store.QualityTables;
import io.tidemark.quality.store.RecordedHistory;
import io.tidemark.quality.store.RecordedRun;
import io.tidemark.quality.store.RecordedRuns;
import io.tidemark.quality.store.Recording;
import io.tidemark.quality.store.RuleResult;
import io.tidemark.quality.store.RunRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verb {@code quality run}: judges datasets by suites and writes down what they found. Each
 * dataset is judged by itself, by all its suites in one scan; what breaks at one never stops the
 * others. What was done already is not done again.
 */
public final class QualityRun {
  private static final Logger LOG = LoggerFactory.getLogger(QualityRun.class);
  private static final String VERB = "quality run";

  private final Run run;
  private final Moment moment;
  private final boolean failOnWarn;
  private final Datasets datasets;
  private final RecordedRuns recorded;
  private final History history;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param failOnWarn rules of severity warn gate too
   */
  public QualityRun(Run run, Project project, Moment moment, boolean failOnWarn) {
    this.run = run;
    this.moment = moment;
    this.failOnWarn = failOnWarn;
    this.datasets = new Datasets(run, project);
    this.recorded = new RecordedRuns(run);
    this.history = new RecordedHistory(run);
  }

  /**
   * Judges the datasets of some suites.
   *
   * @return a result per suite, by name; the exit code is the worst verdict's
   * @throws Refusal if the quality tables are missing or cannot be written
   */
  public Answer run(List<Declared<QualitySuiteDefinition>> suites) {
    for (QualityTables table : QualityTables.values()) {
      run.newest(table.ref());
    }
    Map<String, List<Declared<QualitySuiteDefinition>>> byObject = new TreeMap<>();
    suites.stream()
        .sorted(Comparator.comparing(QualityRun::name))
        .forEach(
            suite ->
                byObject
                    .computeIfAbsent(
                        suite.definition().dataset().object(), none -> new ArrayList<>())
                    .add(suite));
    List<RecordedRun> about =
        recorded.about(suites.stream().map(QualityRun::name).toList(), moment.logicalDate());
    Reuse reuse = new Reuse(run, datasets, about);
    List<SuiteReport> reports = new ArrayList<>();
    byObject.values().forEach(each -> reports.addAll(judge(each, reuse)));
    reports.sort(Comparator.comparing(SuiteReport::name));
    boolean unchanged = reports.stream().allMatch(SuiteReport::reused);
    return Answers.of(VERB, run, reports, problems, failOnWarn, unchanged);
  }

  /** The suites of one dataset, by name. */
  private List<SuiteReport> judge(List<Declared<QualitySuiteDefinition>> suites, Reuse reuse) {
    Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    OpenedData data;
    try {
      data = datasets.open(suites.get(0).definition().dataset());
    } catch (Exception e) {
      // Whatever keeps it from being read is an outcome; Spark throws checked exceptions too.
      LOG.info("{} cannot be read", suites.get(0).definition().dataset().object(), e);
      List<SuiteOutcome> outcomes =
          suites.stream().map(suite -> Unjudged.broken(suite.definition(), e)).toList();
      return recorded(suites, outcomes, null, started, null);
    }
    Map<String, SuiteReport> reused = reused(suites, data, reuse);
    List<Declared<QualitySuiteDefinition>> fresh =
        suites.stream().filter(suite -> !reused.containsKey(name(suite))).toList();
    List<SuiteReport> reports = new ArrayList<>(reused.values());
    if (!fresh.isEmpty()) {
      List<SuiteOutcome> outcomes = outcomes(fresh, data, reused);
      reports.addAll(recorded(fresh, outcomes, data, started, profile(data, fresh)));
    }
    return reports;
  }

  /** What earlier runs have found already, by suite. */
  private Map<String, SuiteReport> reused(
      List<Declared<QualitySuiteDefinition>> suites, OpenedData data, Reuse reuse) {
    Map<String, RecordedRun> found = new HashMap<>();
    suites.forEach(suite -> reuse.of(suite, data).ifPresent(run -> found.put(name(suite), run)));
    if (found.isEmpty()) {
      return Map.of();
    }
    Map<RecordedRun, List<RuleResult>> results = recorded.results(found.values());
    Map<String, SuiteReport> reused = new TreeMap<>();
    for (Declared<QualitySuiteDefinition> suite : suites) {
      RecordedRun before = found.get(name(suite));
      if (before != null) {
        SuiteReport report =
            SuiteReport.recorded(
                suite, before, results.getOrDefault(before, List.of()), failOnWarn);
        // A rule that could not tell is asked again, also where only --fail-on makes it gate.
        if (report.verdict().exitCode() != 10) {
          reused.put(name(suite), report);
        }
      }
    }
    return reused;
  }

  private List<SuiteOutcome> outcomes(
      List<Declared<QualitySuiteDefinition>> fresh,
      OpenedData data,
      Map<String, SuiteReport> reused) {
    Optional<String> critical =
        reused.values().stream()
            .filter(SuiteReport::isCritical)
            .map(SuiteReport::name)
            .min(Comparator.naturalOrder());
    List<QualitySuiteDefinition> asked = new ArrayList<>();
    List<SuiteOutcome> outcomes = new ArrayList<>();
    for (Declared<QualitySuiteDefinition> suite : fresh) {
      // What a critical rule stopped the first time it stops again.
      if (critical.isPresent() && name(suite).compareTo(critical.get()) > 0) {
        outcomes.add(Unjudged.skipped(suite.definition(), critical.get()));
      } else {
        asked.add(suite.definition());
      }
    }
    outcomes.addAll(judged(asked, data));
    return outcomes;
  }

  private List<SuiteOutcome> judged(List<QualitySuiteDefinition> suites, OpenedData data) {
    if (suites.isEmpty()) {
      return List.of();
    }
    try {
      return new Judge(run.spark(), moment, history, datasets).judge(data.subject(), suites);
    } catch (Exception e) {
      LOG.info("{} cannot be judged", data.object(), e);
      return suites.stream().map(suite -> Unjudged.broken(suite, e)).toList();
    }
  }

  private @Nullable ProfiledData profile(
      OpenedData data, List<Declared<QualitySuiteDefinition>> suites) {
    try {
      return ProfiledData.of(data, suites.stream().map(Declared::definition).toList(), moment);
    } catch (Exception e) {
      LOG.info("{} cannot be profiled", data.object(), e);
      problems.add(
          Problem.warn(
              "NOT_PROFILED",
              null,
              data.object() + " has no profile: " + e.getMessage(),
              "see whether it can be read"));
      return null;
    }
  }

  private List<SuiteReport> recorded(
      List<Declared<QualitySuiteDefinition>> suites,
      List<SuiteOutcome> outcomes,
      @Nullable OpenedData data,
      Instant started,
      @Nullable ProfiledData profile) {
    Map<String, SuiteOutcome> bySuite = new HashMap<>();
    outcomes.forEach(each -> bySuite.put(each.suite().metadata().name(), each));
    String object = suites.get(0).definition().dataset().object();
    Long version = data == null ? null : data.version();
    List<JudgedSuite> judged = new ArrayList<>();
    List<SuiteReport> reports = new ArrayList<>();
    for (Declared<QualitySuiteDefinition> suite : suites) {
      SuiteOutcome outcome = bySuite.get(name(suite));
      if (outcome == null) {
        throw new IllegalStateException("suite " + name(suite) + " was not judged");
      }
      judged.add(JudgedSuite.of(outcome, suite.semanticHash()));
      List<RuleResult> rules =
          outcome.outcomes().stream()
              .map(each -> RuleResult.of(moment.logicalDate(), each))
              .toList();
      reports.add(SuiteReport.judged(suite, version, rules, failOnWarn));
    }
    if (profile != null) {
      Appends.append(
          run,
          QualityTables.PROFILE,
          ProfileRows.of(
              run.id(), object, version, moment.logicalDate(), run.now(), profile.profile()));
    }
    Recording.record(
        run,
        new RunRecord(
            object,
            version,
            data == null ? null : data.fingerprint(),
            moment.logicalDate(),
            null,
            null,
            started,
            profile == null ? null : profile.scanned(),
            data == null ? null : data.bytes(),
            data == null ? null : data.rows().schema()),
        judged);
    return reports;
  }

  private static String name(Declared<QualitySuiteDefinition> suite) {
    return suite.definition().metadata().name();
  }
}
