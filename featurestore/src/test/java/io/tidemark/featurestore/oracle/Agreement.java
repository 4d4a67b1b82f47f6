package io.tidemark.featurestore.oracle;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/** Compares what was found of a case with what the oracle says. */
final class Agreement {
  /** After it a failure's message is a script, to its end. */
  static final String SCRIPT = "The case as a script, to be run in an empty folder:\n";

  private Agreement() {}

  /**
   * Asks an engine for all views of a seed, in all universes at once, under one knowledge and in
   * some surroundings.
   */
  static void check(
      SparkSession session, PointInTimeJoin engine, long seed, int views, int universes) {
    List<RandomProject> projects =
        IntStream.range(0, universes).mapToObj(u -> new RandomProject(seed, views, u)).toList();
    Random random = new Random(seed);
    List<Knowledge> knowledge = projects.get(0).knowledge();
    Knowledge known = knowledge.get(random.nextInt(knowledge.size()));
    Surroundings surroundings = Surroundings.random(random);
    surroundings.during(
        session,
        () -> {
          Joined joined = new Joined(session, projects, random, engine, known);
          for (RandomProject project : projects) {
            for (int i = 0; i < views; i++) {
              List<String> found = joined.lines(project, i);
              check(project, project.views().get(i), known, surroundings, found);
            }
          }
        });
  }

  /**
   * Compares the lines of one case, in any order.
   *
   * @throws AssertionError that holds the seed, the lines that differ, and the case as a script
   */
  static void check(
      RandomProject project,
      RandomView view,
      Knowledge known,
      Surroundings surroundings,
      List<String> lines) {
    List<String> missing = new ArrayList<>(project.expected(view, known));
    List<String> surplus = new ArrayList<>(lines);
    lines.stream().filter(missing::remove).forEach(surplus::remove);
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      throw new AssertionError(
          "-Dtidemark.seed=%d, universe %d: %s in %s%nshould be %s%nbut was %s%n%s%s"
              .formatted(
                  project.seed(),
                  project.universe(),
                  view.policy(),
                  surroundings,
                  missing,
                  surplus,
                  SCRIPT,
                  CaseScript.of(project, view, known).print()));
    }
  }
}
