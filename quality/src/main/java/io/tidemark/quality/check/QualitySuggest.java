package io.tidemark.quality.check;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Project;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.profile.Profiler;
import io.tidemark.quality.profile.Suggest;
import java.util.Locale;

/** The verb {@code quality suggest}: proposes a suite for a dataset as it is. */
public final class QualitySuggest {
  private static final int LONGEST_NAME = 60;

  private final Datasets datasets;

  public QualitySuggest(Run run, Project project) {
    this.datasets = new Datasets(run, project);
  }

  /**
   * One QualitySuite document, valid as it is.
   *
   * @throws io.tidemark.lineage.definition.Refusal if the dataset cannot be read
   */
  public String suggest(DataRef dataset) {
    OpenedData data = datasets.open(dataset);
    return Suggest.yaml(suiteName(dataset), dataset, data.rows(), Profiler.profile(data.rows()));
  }

  /** A name for a suite of a dataset: {@code x}, {@code x_v1}, {@code schema_t}. */
  public static String suiteName(DataRef dataset) {
    String name =
        dataset instanceof DataRef.OfSource source
            ? source.name()
            : dataset instanceof DataRef.OfView view
                ? view.view().name() + "_v" + view.view().version()
                : dataset.object();
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[^a-z]+|_+$", "");
    String named = plain.isEmpty() ? "suite" : plain;
    return named.length() <= LONGEST_NAME ? named : named.substring(0, LONGEST_NAME);
  }
}
