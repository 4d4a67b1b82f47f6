package io.tidemark.jobs.bench;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.SortedRuns;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.jobs.definition.BenchKnobs;
import io.tidemark.lineage.DataFile;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The views' tables at one version, as the engine takes them.
 *
 * @param views in the order of their numbers
 * @param files the files of each view's table
 * @param bytes of all files
 * @param rows of all tables
 */
record PinnedViews(List<AsOfView> views, List<List<String>> files, long bytes, long rows) {

  PinnedViews {
    views = List.copyOf(views);
    files = List.copyOf(files);
  }

  /** Pins the tables of a project's views in a run of its own. */
  static PinnedViews of(SparkSession spark, Project project, BenchKnobs knobs) {
    RunHeader header =
        new RunHeader("bench pit", new TreeMap<>(), Instant.now(), "", "local", null, null);
    List<AsOfView> views = new ArrayList<>();
    List<List<String>> files = new ArrayList<>();
    long bytes = 0;
    long rows = 0;
    try (Run run = Warehouse.open(spark, project).begin(header)) {
      List<String> names = Names.views(knobs);
      for (int view = 0; view < names.size(); view++) {
        Declared<FeatureViewDefinition> declared =
            project.find(FeatureViewDefinition.class, new Ref(names.get(view), 1)).orElseThrow();
        FeatureTable table = FeatureTable.of(project, declared);
        PinnedTable pinned = run.pin(table.ref());
        Dataset<Row> stored = run.read(pinned);
        views.add(asOf(run, pinned, stored, names.get(view), Names.features(knobs, view)));
        List<String> paths = new ArrayList<>();
        for (DataFile file : run.dataFiles(pinned)) {
          paths.add(pinned.location() + "/" + file.path());
          bytes += file.size();
        }
        files.add(List.copyOf(paths));
        rows += stored.count();
      }
      run.complete(0);
    }
    return new PinnedViews(views, files, bytes, rows);
  }

  private static AsOfView asOf(
      Run run, PinnedTable pinned, Dataset<Row> stored, String name, List<String> features) {
    int buckets = FeatureTable.buckets(run, pinned);
    return new AsOfView(
            name,
            stored,
            List.of(new AsOfView.Key(Names.KEY, Names.KEY)),
            null,
            Duration.ZERO,
            false,
            null,
            features.stream().map(each -> new AsOfView.Output(each, each)).toList())
        .lying(SortedRuns.of(run, pinned, stored.schema(), Names.KEY, buckets, null));
  }
}
