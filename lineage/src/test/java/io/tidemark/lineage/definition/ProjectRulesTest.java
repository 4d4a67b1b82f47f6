package io.tidemark.lineage.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectRulesTest {
  @TempDir Path folder;

  @Test
  void fillsInEveryDefault() {
    ProjectDefinition project = ProjectFolder.plain(folder).load().definition();

    assertThat(project.warehouse()).isEqualTo("./warehouse");
    assertThat(project.singleWriter()).isFalse();
    assertThat(project.target()).isEqualTo("local");
    assertThat(project.targets().get("local").settings())
        .containsEntry("cores", "2")
        .containsEntry("memory", "2g");
    assertThat(project.lineage()).isEqualTo(ProjectDefinition.LineageMode.REQUIRED);
    assertThat(project.access()).isEmpty();
    assertThat(project.metadata().owner()).isEqualTo("o");
  }

  @Test
  void checksTargetsAndAccessUsedOrNot() {
    String spec =
        """
          warehouseWriters: some
          target: bgi
          targets:
            big: {type: emr, clusterId: j-1}
            odd: {type: yarn}
            fast: {type: local, cores: 1.0, memory: lots, master: x}
          access: [{team: a, clearance: secret}]
          currency: dollars
          vars: [a]
        """;

    assertThat(new ProjectFolder(folder).file("p.yaml", ProjectFolder.PROJECT + spec).problems())
        .containsExactly(
            "p.yaml:7: error: spec.warehouseWriters is 'some'; expected one of many, single",
            "p.yaml:8: error: There is no target bgi; declare it in targets, or use local",
            "p.yaml:10: error: spec.targets.big.artifacts is missing; give a URL",
            "p.yaml:10: error: spec.targets.big.region is missing; give text",
            "p.yaml:10: error: spec.targets.big.role is missing; give text",
            "p.yaml:11: error: spec.targets.odd.type is 'yarn'; expected one of local,"
                + " spark-submit, emr, emr-serverless, emr-eks",
            "p.yaml:12: error: Unknown key 'master' in spec.targets.fast; the keys are type, cores,"
                + " memory",
            "p.yaml:12: error: spec.targets.fast.cores is '1.0';"
                + " expected an integer of at least 1 and at most 1000000",
            "p.yaml:12: error: spec.targets.fast.memory is 'lots'; expected memory as 2g",
            "p.yaml:13: error: spec.access[0].clearance is 'secret';"
                + " expected one of public, internal, confidential, pii",
            "p.yaml:13: error: spec.access[0].members is missing; give a list of text",
            "p.yaml:14: error: spec.currency is 'dollars'; expected a currency as USD",
            "p.yaml:15: error: spec.vars is a list; expected a map to text without references");
  }

  @Test
  void wantsAnOwnerAndATeamFromSomewhere() {
    String bare = ProjectFolder.PROJECT.replace("  defaults: {owner: o, team: t}\n", "");

    assertThat(
            new ProjectFolder(folder)
                .file("p.yaml", bare)
                .document("e.yaml", "Entity", "{name: e}", "spec: {keys: [{name: k, type: INT}]}\n")
                .document(
                    "f.yaml",
                    "Entity",
                    "{name: f, owner: a, team: b}",
                    "spec: {keys: [{name: k, type: INT}]}\n")
                .problems())
        .containsExactly(
            "e.yaml:3: error: metadata.owner is missing, and the project's defaults give none;"
                + " give it here or in the project's defaults",
            "e.yaml:3: error: metadata.team is missing, and the project's defaults give none;"
                + " give it here or in the project's defaults");
  }

  @Test
  void aFailedProjectMakesNoFollowUpProblems() {
    String broken = ProjectFolder.PROJECT.replace("{owner: o, team: t}", "nobody");

    assertThat(
            new ProjectFolder(folder)
                .file("p.yaml", broken)
                .document("e.yaml", "Entity", "{name: e}", "spec: {keys: [{name: k, type: INT}]}\n")
                .problems())
        .containsExactly(
            "p.yaml:6: error: spec.defaults is a scalar; expected a map of owner, team, useCase");
  }

  @Test
  void namesBothPlacesOfADuplicate() {
    String spec = "spec: {keys: [{name: k, type: INT}]}\n";

    assertThat(
            ProjectFolder.plain(folder)
                .document("a/e.yaml", "Entity", "{name: e}", spec)
                .document("b.yaml", "Entity", "{name: e}", spec)
                .problems())
        .containsExactly(
            "b.yaml:3: error: Entity e is declared twice, first at a/e.yaml:1; remove one");
  }

  @Test
  void versionsBelongToVersionedKindsOnly() {
    assertThat(
            ProjectFolder.plain(folder)
                .document(
                    "e.yaml",
                    "Entity",
                    "{name: e, version: 1}",
                    "spec: {keys: [{name: event_ts, type: DOUBLE}, {name: _x, type: INT}]}\n")
                .problems())
        .containsExactly(
            "e.yaml:3: error: Unknown key 'version' in metadata;"
                + " the keys are name, owner, team, useCase, description, tags",
            "e.yaml:4: error: A key cannot be DOUBLE; keys are INT, BIGINT, STRING, DATE or"
                + " DECIMAL",
            "e.yaml:4: error: spec.keys[0].name is 'event_ts', which is a reserved name;"
                + " take another; reserved are event_ts, known_at, split and a leading _",
            "e.yaml:4: error: spec.keys[1].name is '_x', which is a reserved name;"
                + " take another; reserved are event_ts, known_at, split and a leading _");
  }
}
