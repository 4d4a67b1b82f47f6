package io.tidemark.lineage.registry;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The registry of one warehouse: the event log and the typed tables that are projected from it. */
public final class Registry {

  private Registry() {}

  public static Registry open(Configuration conf, String warehouse) {
    throw new IllegalStateException();
  }

  public static boolean exists(Configuration conf, String warehouse) {
    throw new IllegalStateException();
  }

  public List<ObjectRow> currentObjects() {
    throw new IllegalStateException();
  }

  public List<DependencyRow> dependencies() {
    throw new IllegalStateException();
  }

  /** Every sealed training set, by name and version. */
  public List<TrainingSetRow> trainingSets() {
    throw new IllegalStateException();
  }

  /** The newest sealed version of a training set. */
  public Optional<TrainingSetRow> trainingSet(String name) {
    throw new IllegalStateException();
  }

  public List<Coverage> coverage(String viewRef) {
    throw new IllegalStateException();
  }
}
