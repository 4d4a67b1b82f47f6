package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Suites for tests, read as users write them. */
public final class SuiteYaml {
  private static final String PROJECT =
      """
      apiVersion: tidemark/v1
      kind: Project
      metadata: {name: shop}
      spec: {warehouse: ./warehouse, defaults: {owner: o, team: t}}
      """;
  private static final String SOURCE =
      """
      ---
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: %s}
      spec: {format: parquet, path: data/%<s}
      """;
  private static final String SUITE =
      """
      apiVersion: tidemark/v1
      kind: QualitySuite
      metadata: {name: checks}
      spec:
      """;

  private SuiteYaml() {}

  /** The suite {@code checks} of the fields of its spec, in a project with some sources. */
  public static QualitySuiteDefinition suite(String spec, String... sources) {
    return document(yaml(spec), sources);
  }

  /** The suite of a whole document. */
  public static QualitySuiteDefinition document(String yaml, String... sources) {
    return declared(yaml, project(sources)).definition();
  }

  /** The suite {@code checks} in a project of other documents. */
  static Declared<QualitySuiteDefinition> declared(String yaml, String project) {
    List<Declared<QualitySuiteDefinition>> suites =
        load(yaml, project).all(QualitySuiteDefinition.class);
    if (suites.size() != 1) {
      throw new IllegalArgumentException("not one suite but " + suites.size());
    }
    return suites.get(0);
  }

  /** The document of a suite whose spec begins in line 5. */
  static String yaml(String spec) {
    return SUITE + spec.indent(2);
  }

  /** A project's own documents. */
  static String project(String... sources) {
    StringBuilder text = new StringBuilder(PROJECT);
    List.of(sources).forEach(name -> text.append(SOURCE.formatted(name)));
    return text.toString();
  }

  /** Every problem of a spec as a terminal shows it. */
  static List<String> problems(String spec, String... sources) {
    try {
      load(yaml(spec), project(sources));
      return List.of();
    } catch (Refusal refusal) {
      return refusal.problems().stream().map(Problem::toString).toList();
    }
  }

  /** Every warning of a spec that can be used. */
  static List<String> warnings(String spec, String... sources) {
    return load(yaml(spec), project(sources)).warnings().stream().map(Problem::toString).toList();
  }

  private static Project load(String yaml, String project) {
    try {
      Path folder = Files.createTempDirectory("suite");
      Path suite = Files.writeString(folder.resolve("suite.yaml"), yaml);
      Path own = Files.writeString(folder.resolve("tidemark.yaml"), project);
      try {
        return Project.load(new LoadOptions(folder, true, null, new TreeMap<>(), Map.of()));
      } finally {
        Files.delete(suite);
        Files.delete(own);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
