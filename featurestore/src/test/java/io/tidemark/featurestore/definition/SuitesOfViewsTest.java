package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Ref;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuitesOfViewsTest {
  private static final String SUITE =
      """
      apiVersion: tidemark/v1
      kind: QualitySuite
      metadata: {name: spend_daily}
      spec:
        dataset: {view: spend@1}
        rules:
          - {id: fk, type: references, columns: [user_id], to: {view: spend@1, columns: [user_id]}}
      """;

  @TempDir Path folder;

  @Test
  void aSuiteFindsItsViews() {
    QualitySuiteDefinition suite =
        new Shop(folder)
            .file("suite.yaml", SUITE)
            .load()
            .find(QualitySuiteDefinition.class, new Ref("spend_daily", 0))
            .orElseThrow()
            .definition();
    DataRef spend = new DataRef.OfView(new Ref("spend", 1));
    assertThat(suite.dataset()).isEqualTo(spend);
    assertThat(suite.rules().get(0).check())
        .isEqualTo(new Check.References(List.of("user_id"), spend, List.of("user_id")));
  }

  @Test
  void aViewThatIsNotDeclaredIsRefused() {
    assertThat(
            new Shop(folder)
                .file("suite.yaml", SUITE.replace("{view: spend@1}", "{view: spend@2}"))
                .problems())
        .containsExactly(
            "suite.yaml:5: error: There is no FeatureView spend@2; there is spend@1; refer to one"
                + " of these, or declare it");
  }

  @Test
  void aViewThatCannotBeReadIsTheOnlyProblem() {
    assertThat(
            new Shop(folder)
                .file("spend.yaml", Shop.SPEND.replace("ttl: P90D", "ttl: 90 days"))
                .file("suite.yaml", SUITE)
                .problems())
        .containsExactly(
            "spend.yaml:8: error: spec.ttl is '90 days'; expected a duration as P90D, P2W, PT6H30M"
                + " or P1DT12H");
  }
}
