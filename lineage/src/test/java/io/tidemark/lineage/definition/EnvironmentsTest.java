package io.tidemark.lineage.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTest {
  private static final String SPEC =
      """
        vars: {region: eu, bucket: dev}
        targets:
          big: {type: emr, clusterId: j-1, region: "${var:region}", role: r, artifacts: "s3://a"}
        environments:
          prod:
            warehouse: "s3a://${var:bucket}/wh"
            target: big
            vars: {bucket: bank}
            access: [{team: risk, clearance: pii, members: [jane]}]
      """;

  @TempDir Path folder;

  @Test
  void laysTheChosenEnvironmentOverTheProject() {
    ProjectFolder project = project(SPEC);

    assertThat(project.load().warehouse()).endsWith("/warehouse");
    assertThat(project.load().environment()).isEmpty();
    Project prod = project.load("prod", Map.of());
    assertThat(prod.warehouse()).isEqualTo("s3a://bank/wh");
    assertThat(prod.environment()).isEqualTo("prod");
    assertThat(prod.definition().target()).isEqualTo("big");
    assertThat(prod.definition().vars())
        .containsEntry("region", "eu")
        .containsEntry("bucket", "bank");
    assertThat(prod.definition().targets().get("big").settings()).containsEntry("region", "eu");
    assertThat(prod.definition().access()).hasSize(1);
    assertThat(prod.definition().environments()).containsExactly("prod");
  }

  @Test
  void setGoesOverTheEnvironmentsVariables() {
    assertThat(project(SPEC).load("prod", Map.of("bucket", "x")).warehouse())
        .isEqualTo("s3a://x/wh");
    assertThat(project(SPEC).problems("", Map.of("regoin", "x")))
        .containsExactly(
            "error: --set names the variable 'regoin', which is not declared;"
                + " did you mean 'region'?");
  }

  @Test
  void refusesAnUnknownEnvironmentWithTheList() {
    assertThat(project(SPEC).problems("dev", Map.of()))
        .containsExactly("error: There is no environment 'dev'; the environments are prod");
  }

  @Test
  void checksEnvironmentsThatWereNotChosen() {
    String spec =
        """
          environments:
            dev: {wharehouse: x, environments: {}}
            prod:
              target: big
              lineage: maybe
              vars: {a: 1, a: 2}
        """;

    assertThat(project(spec).problems())
        .containsExactly(
            "tidemark.yaml:8: error: An environment cannot hold environments; remove it",
            "tidemark.yaml:8: error: Unknown key 'wharehouse' in spec; did you mean 'warehouse'?",
            "tidemark.yaml:10: error: There is no target big; declare it in targets, or use local",
            "tidemark.yaml:11: error: spec.lineage is 'maybe';"
                + " expected one of required, best_effort, strict",
            "tidemark.yaml:12: error: The key 'a' stands twice in spec.environments.prod.vars,"
                + " first in line 12; remove one");
  }

  @Test
  void refusesUndeclaredNestedAndForeignReferences() {
    String spec =
        """
          vars: {a: "${var:b}"}
          prices: "${var:regoin}/p.yaml"
          trust: "${oops}"
          currency: "${var:a}"
          alerts: {sns: "${env:${var:a}}"}
        """;

    assertThat(project(spec).problems())
        .containsExactly(
            "tidemark.yaml:7: error: '${var:b}' is not allowed in spec.vars.a; write the value"
                + " itself",
            "tidemark.yaml:8: error: The variable 'regoin' is not declared;"
                + " declare it in the project's vars or in the environment",
            "tidemark.yaml:9: error: '${' begins no reference in spec.trust;"
                + " write ${var:x}, ${env:X} or ${aws-sm:arn}, not nested",
            "tidemark.yaml:10: error: '${var:a}' is not allowed in spec.currency; write the value"
                + " itself",
            "tidemark.yaml:11: error: '${' begins no reference in spec.alerts.sns;"
                + " write ${var:x}, ${env:X} or ${aws-sm:arn}, not nested");
  }

  @Test
  void resolvesSecretsOnlyWhenTheyAreAskedFor() {
    Project project =
        project("  alerts: {webhook: \"${env:HOOK}\", sns: \"${env:NONE}\"}\n").load();

    assertThat(project.definition().webhook()).isEqualTo("${env:HOOK}");
    assertThat(project.secret("${env:HOOK}?a")).isEqualTo("https://hooks.example/1?a");
    assertThatThrownBy(() -> project.secret("${env:NONE}"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("The environment variable NONE is not set");
    assertThatThrownBy(() -> project.secret("${aws-sm:arn:x}"))
        .hasMessageContaining("not supported by this version of Tidemark yet");
  }

  private ProjectFolder project(String spec) {
    return new ProjectFolder(folder).file("tidemark.yaml", ProjectFolder.PROJECT + spec);
  }
}
