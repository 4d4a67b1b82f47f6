package io.tidemark.quality.check;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.registry.RunIoRow;
import io.tidemark.lineage.registry.RunIoRow.Direction;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.Verdict;
import io.tidemark.quality.store.RecordedRun;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the run that has done already what is asked: the same suite over the same state of
 * everything it reads, about the same date, and it could tell.
 */
final class Reuse {
  private static final String SOURCE = "source:";

  private final Run run;
  private final Datasets datasets;
  private final List<RecordedRun> runs;
  private @Nullable Map<String, Map<String, DataState>> reads;

  /**
   * @param runs about the date, newest first
   */
  Reuse(Run run, Datasets datasets, List<RecordedRun> runs) {
    this.run = run;
    this.datasets = datasets;
    this.runs = runs;
  }

  /** The newest run that is as good as another one. */
  Optional<RecordedRun> of(Declared<QualitySuiteDefinition> suite, OpenedData data) {
    QualitySuiteDefinition definition = suite.definition();
    if (!data.state().isKnown() || definition.usesNow()) {
      return Optional.empty();
    }
    return runs.stream()
        .filter(each -> each.suite().equals(definition.metadata().name()))
        .filter(each -> each.suiteHash().equals(suite.semanticHash()))
        .filter(each -> each.object().equals(data.object()) && !each.batch())
        .filter(each -> new DataState(each.version(), each.fingerprint()).equals(data.state()))
        .filter(each -> each.verdict() != Verdict.INCONCLUSIVE)
        .filter(each -> lookedUpTheSame(definition, each))
        .findFirst();
  }

  private boolean lookedUpTheSame(QualitySuiteDefinition suite, RecordedRun before) {
    if (suite.rules().stream().noneMatch(Reuse::looksUp)) {
      return true;
    }
    Map<String, DataState> then = reads().getOrDefault(before.runId(), Map.of());
    for (Rule rule : suite.rules()) {
      for (String name : lookups(rule.check(), then)) {
        DataState state = then.get(name);
        if (state == null || !state.isKnown() || !state.equals(now(name))) {
          return false;
        }
      }
    }
    // What a query read is only known from a run that was recorded to its end.
    return !then.isEmpty();
  }

  private static boolean looksUp(Rule rule) {
    return rule.check() instanceof Check.References || rule.check() instanceof Check.SqlMetric;
  }

  /** The names in run_io of what a rule reads beside the dataset. */
  private static List<String> lookups(Check check, Map<String, DataState> read) {
    if (check instanceof Check.References references) {
      return List.of(references.to().object());
    }
    if (check instanceof Check.SqlMetric metric) {
      String text = metric.sql().replace("`", "").toLowerCase(Locale.ROOT);
      return Stream.concat(
              SourceQuery.of(metric.sql()).sources().stream().map(source -> SOURCE + source),
              read.keySet().stream().filter(name -> text.contains(name.toLowerCase(Locale.ROOT))))
          .toList();
    }
    return List.of();
  }

  private @Nullable DataState now(String name) {
    try {
      return datasets.open(data(name)).state();
    } catch (Refusal unreadable) {
      // Then the rules that look it up have something else to say.
      return null;
    }
  }

  private static DataRef data(String name) {
    if (name.startsWith(SOURCE)) {
      return new DataRef.OfSource(name.substring(SOURCE.length()));
    }
    TableRef table = TableRef.parse(name);
    return new DataRef.OfTable(table.schema(), table.name());
  }

  /** What runs have read, by run and name. */
  private Map<String, Map<String, DataState>> reads() {
    if (reads == null) {
      Map<String, Map<String, DataState>> all = new HashMap<>();
      for (RunIoRow row : run.warehouse().registry().runIo()) {
        if (row.direction() == Direction.READ
            && runs.stream().anyMatch(each -> each.runId().equals(row.runId()))) {
          all.computeIfAbsent(row.runId(), none -> new TreeMap<>())
              .put(row.name(), new DataState(row.version(), row.fingerprint()));
        }
      }
      reads = all;
    }
    return reads;
  }
}
