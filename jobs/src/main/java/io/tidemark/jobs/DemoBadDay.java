package io.tidemark.jobs;

import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The demo's day on which rows were withheld: the gate, the proof, and who gets them back. */
final class DemoBadDay {

  private static final String PROOF =
      "SELECT target, sum(rows_in) AS rows_in, sum(rows_target) AS rows_target,"
          + " sum(rows_quarantined) AS rows_quarantined FROM quality.quarantine"
          + " GROUP BY target ORDER BY target";

  private static final String SUITES = "quality.yaml";
  private static final String KNOWN = "travel, gambling]";
  private static final String KNOWN_THEN = "travel, gambling, charity]";

  private final Demo demo;
  private final GlobalOptions options;
  private final SortedMap<String, String> environment;
  private final LocalDate day;
  private final DemoStory story;

  DemoBadDay(
      Demo demo,
      GlobalOptions options,
      SortedMap<String, String> environment,
      LocalDate day,
      DemoStory story) {
    this.demo = demo;
    this.options = options;
    this.environment = environment;
    this.day = day;
    this.story = story;
  }

  /** Tells of it and repairs it; false if a step has ended the demo. */
  boolean run(Project project) {
    Answer gate = demo.look(invocation(Verb.QUALITY_GATE), project, Set.of(0, 7));
    List<Map<String, Object>> proof = demo.query(PROOF, options, project);
    Answer batches = demo.look(invocation(Verb.QUARANTINE_LIST), project, Set.of(0));
    if (demo.hasEnded()) {
      return false;
    }
    if (gate.exitCode() == 0) {
      story.nothingWithheld();
      return true;
    }
    story.withheld(day, proof, gate);
    if (batches.results().isEmpty()) {
      return true;
    }
    Project repaired = repair(project);
    for (Map<String, Object> batch : batches.results()) {
      if (!release(String.valueOf(batch.get("batch")), repaired)) {
        return false;
      }
    }
    return true;
  }

  private boolean release(String batch, Project project) {
    Answer released = demo.step(invocation(Verb.QUARANTINE_RELEASE, batch), project, Set.of(0, 7));
    if (demo.hasEnded()) {
      return false;
    }
    Answer discarded = demo.step(invocation(Verb.QUARANTINE_DISCARD, batch), project);
    if (demo.hasEnded()) {
      return false;
    }
    story.released(batch, released, discarded);
    return true;
  }

  /** Adds what the bank had not heard of to what it knows, unless the file was changed already. */
  private Project repair(Project project) {
    Path file = project.root().resolve(SUITES);
    try {
      String text = Files.readString(file);
      if (!text.contains(KNOWN)) {
        return project;
      }
      Files.writeString(file, text.replace(KNOWN, KNOWN_THEN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    story.repaired();
    return Projects.load(options, environment);
  }

  private Invocation invocation(Verb verb, String... names) {
    return new Invocation(verb, options, List.of(names), null, null);
  }
}
