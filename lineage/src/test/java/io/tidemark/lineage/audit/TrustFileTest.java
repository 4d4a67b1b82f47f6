package io.tidemark.lineage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustFileTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private Project project(String trust) throws IOException {
    Files.writeString(
        folder.resolve("project.yaml"),
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: bank}
        spec:
          warehouse: ./warehouse
          trust: trust.yaml
          defaults: {owner: o, team: t}
        """);
    Files.writeString(folder.resolve("trust.yaml"), trust);
    return Project.load(new LoadOptions(folder, true, null, new TreeMap<>(), new TreeMap<>()));
  }

  @Test
  void anEntryAsItIsPrintedIsReadBack() throws IOException {
    KeyPair pair = Ed25519.generate();
    String entry = TrustFile.entry(pair.getPublic(), "jane@bank", FROM);

    Trust trust = TrustFile.of(project("keys:\n" + entry));

    assertThat(trust.keys()).hasSize(1);
    Trust.Key key = trust.keys().get(0);
    assertThat(key.id()).isEqualTo(Ed25519.keyId(pair.getPublic()));
    assertThat(key.identity()).isEqualTo("jane@bank");
    assertThat(key.validFrom()).isEqualTo(FROM);
    assertThat(key.validUntil()).isNull();
  }

  @Test
  void everyProblemIsToldWithItsLine() throws IOException {
    Project project =
        project(
            """
            keys:
              - publicKey: bm90IGEga2V5
                identity: jane
                colour: red
              - identity: joe
            """);

    Refusal refusal = catchThrowableOfType(Refusal.class, () -> TrustFile.of(project));

    assertThat(refusal.problems())
        .extracting(Problem::file, Problem::line, Problem::code)
        .containsExactlyInAnyOrder(
            tuple("trust.yaml", 4, "UNKNOWN_KEY"),
            tuple("trust.yaml", 2, "BAD_VALUE"),
            tuple("trust.yaml", 5, "MISSING_FIELD"));
  }
}
