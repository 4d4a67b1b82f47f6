package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.tables.DeltaTable;
import io.tidemark.lineage.audit.Ed25519;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Training sets that are signed, verified, made anew, compared, explained and tampered with. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofTest {

  private static final String NOW = " --now 2026-04-01T00:00:00Z";
  private static final String LATER = " --now 2026-05-01T00:00:00Z";
  private static final String CREATE = "training-set create credit" + NOW;
  private static final String RETENTION = "spark.databricks.delta.retentionDurationCheck.enabled";

  private static final String PAYMENTS =
      """
      id,cust,at,known,amount,op
      a,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,10.00,I
      b,1,2026-03-02T00:00:00Z,2026-03-04T00:00:00Z,20.00,I
      c,2,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,5.00,I
      d,3,2026-02-25T00:00:00Z,2026-02-25T00:00:00Z,7.00,I
      d,3,2026-02-26T00:00:00Z,2026-02-26T00:00:00Z,,D
      """;

  private static final String LATE =
      """
      e,1,2026-02-28T00:00:00Z,2026-02-28T00:00:00Z,100.00,I
      a,1,2026-03-01T00:00:00Z,2026-04-15T00:00:00Z,11.00,I
      """;

  @TempDir static Path folder;
  private SparkSession spark;
  private ProjectFolder base;
  private String keyId;

  @BeforeAll
  void prepare(SparkSession session) throws IOException {
    spark = session;
    base = new ProjectFolder(spark, folder.resolve("base"));
    base.yaml(
            "project.yaml",
            """
            kind: Project
            metadata: {name: bank}
            spec:
              warehouse: ./warehouse
              trust: trust.yaml
              defaults: {owner: ml-platform, team: risk-ml, useCase: credit}
            """)
        .text("payments.csv", PAYMENTS)
        .text(
            "loans.csv",
            """
            loan,cust,at
            1,1,2026-03-03T00:00:00Z
            2,2,2026-03-03T00:00:00Z
            3,2,2026-04-20T00:00:00Z
            4,3,2026-03-03T00:00:00Z
            5,9,2026-03-03T00:00:00Z
            6,1,2026-02-28T12:00:00Z
            """)
        .yaml("definitions.yaml", DEFINITIONS);
    JsonNode key = base.verb("keys new jane").written().onlyResult();
    keyId = key.get("keyId").asText();
    Path file = Path.of(key.get("file").asText());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    base.verb("keys new jane").refusedSaying("a key is never overwritten");
    base.text("trust.yaml", "keys:\n" + key.get("trust").asText());
    base.verb("apply" + NOW).written();
    base.verb("materialize" + NOW).written();
    Ran created = base.verb(CREATE + " --key " + file).written();
    assertThat(created.onlyResult().get("signature").asText()).isEqualTo("signed");
  }

  private ProjectFolder copy(String name) {
    return new ProjectFolder(spark, Folders.copy(base.root(), folder.resolve(name)));
  }

  private static final String DEFINITIONS =
      """
      kind: Source
      metadata: {name: payments}
      spec:
        format: csv
        path: payments.csv
        schema: [{name: id, type: STRING}, {name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}, {name: known, type: TIMESTAMP},
                 {name: amount, type: "DECIMAL(10,2)"}, {name: op, type: STRING}]
        eventTimestamp: at
        knownAt: known
        id: [id]
        deletedWhen: "op = 'D'"
      ---
      kind: Source
      metadata: {name: loans}
      spec:
        format: csv
        path: loans.csv
        schema: [{name: loan, type: INT}, {name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}]
      ---
      kind: Entity
      metadata: {name: customer}
      spec: {keys: [{name: cust, type: BIGINT}]}
      ---
      kind: FeatureView
      metadata: {name: spending, version: 1}
      spec:
        entity: customer
        source: payments
        ttl: P20D
        features: [{name: amount, type: "DECIMAL(10,2)"}]
        aggregations: [{name: spent_30d, fn: sum, column: amount, window: P30D, where: "op <> 'X'", empty: 0}]
        materialize: {buckets: 2}
      ---
      kind: LabelView
      metadata: {name: paid, version: 1}
      spec:
        entity: customer
        source: payments
        label: {fn: any, horizon: P2D}
      ---
      kind: FeatureService
      metadata: {name: risk, version: 1}
      spec: {features: [{view: spending@1, select: ["*"], prefix: s_}]}
      ---
      kind: TrainingSet
      metadata: {name: credit}
      spec:
        spine: {source: loans, timestamp: at, columns: ["*"], sample: {fraction: 1, seed: 7, by: [cust]}}
        service: risk@1
        labels: paid@1
        immature: keep
        split: {by: [cust], parts: {train: 0.5, test: 0.5}}
      """;

  @Test
  void aSetIsProvenAndMadeAnewBitForBitWhateverComesAfterIt() throws Exception {
    ProjectFolder project = copy("whole");
    JsonNode proven = project.verb("training-set verify credit" + NOW).written().onlyResult();
    assertThat(proven.get("status").asText()).isEqualTo("ok");
    assertThat(proven.get("signature").asText()).isEqualTo("signed by jane");
    assertThat(proven.get("files").asInt()).isGreaterThanOrEqualTo(2);

    project.text("payments.csv", PAYMENTS + LATE);
    project.verb("materialize" + LATER).written();
    SparkSession session = spark.newSession();
    session.conf().set(RETENTION, "false");
    Path stored = project.warehouse().resolve("features/spending_v1");
    Set<String> files = project.data().keySet();
    DeltaTable features = DeltaTable.forPath(session, stored.toString());
    features.optimize().executeZOrderBy("event_ts");
    features.vacuum(0);
    assertThat(project.data().keySet())
        .as("of the files that the set was made of none is left")
        .noneMatch(f -> files.contains(f) && f.matches("features/.*/part-.*"));
    Path set = project.warehouse().resolve("training/credit_v1");
    DeltaTable.forPath(session, set.toString()).vacuum(0);
    project.replace("definitions.yaml", "columns: [\"*\"]", "columns: [loan]");
    project.replace("definitions.yaml", "    immature: keep\n".substring(2), "");

    JsonNode rebuilt = project.verb("training-set rebuild credit@1" + LATER).written().onlyResult();
    assertThat(rebuilt.get("status").asText()).isEqualTo("equal");
    assertThat(rebuilt.get("columns")).isEmpty();
    assertThat(project.verb("training-set create credit" + LATER).written().messages())
        .noneMatch(m -> m.contains("signed"));
    JsonNode second = project.verb("training-set verify credit" + LATER).written().onlyResult();
    assertThat(second.get("version").asInt()).isEqualTo(2);
    assertThat(second.get("signature").asText()).isEqualTo("unsigned");
    project.verb("registry rebuild" + LATER).ok();
    project.verb("training-set verify credit@1" + LATER).written();

    differs(project);
    Ran unknown = project.verb("training-set verify credit@7" + LATER);
    unknown.refusedSaying("there is no version 7 of training set 'credit'", "credit@1, credit@2");
    project.verb("training-set diff credt" + LATER).refusedSaying("did you mean credit?");
  }

  /** Of six rows, the first and last have something that is known by now and was not then. */
  private static void differs(ProjectFolder project) {
    JsonNode diff = project.verb("training-set diff credit@1" + LATER).written().onlyResult();
    assertThat(diff.get("rows").asInt()).isEqualTo(6);
    assertThat(diff.get("rowsChanged").asInt()).as(diff.toString()).isEqualTo(2);
    TreeMap<String, Integer> changed = new TreeMap<>();
    diff.get("columns").forEach(c -> changed.put(c.get("name").asText(), c.get("changed").asInt()));
    assertThat(changed)
        .containsEntry("s_amount", 2)
        .containsEntry("s_spent_30d", 2)
        .containsEntry("spending__event_ts", 2)
        .containsEntry("spending__known_at", 2)
        .hasSize(4);
    assertThat(diff.get("examples").toString())
        .contains(
            "{\"keys\":{\"cust\":\"1\"},\"time\":\"2026-03-03T00:00:00.000000Z\","
                + "\"column\":\"s_amount\",\"asKnown\":\"10.00\",\"asCorrected\":\"20.00\"}");
  }

  @Test
  void whyRowsFindNothingIsToldByViewAndMonth() {
    JsonNode view = base.verb("training-set explain credit" + NOW).written().onlyResult();
    TreeMap<String, Integer> figures = new TreeMap<>();
    for (String name : List.of("rows", "matched", "deleted", "expired", "notYetKnown", "missing")) {
      figures.put(name, view.get(name).asInt());
    }
    assertThat(figures)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "rows",
                    6,
                    "matched",
                    2,
                    "deleted",
                    1,
                    "expired",
                    1,
                    "notYetKnown",
                    0,
                    "missing",
                    2)));
    assertThat(view.get("coverage").toString())
        .isEqualTo(
            "[{\"month\":\"2026-02\",\"rows\":1,\"matched\":0},"
                + "{\"month\":\"2026-03\",\"rows\":4,\"matched\":2},"
                + "{\"month\":\"2026-04\",\"rows\":1,\"matched\":0}]");
  }

  @Test
  void whatIsChangedIsFoundAndNamed() throws IOException {
    ProjectFolder project = copy("tampered");
    Path table = project.warehouse().resolve("training/credit_v1");
    Path data = only(table, ".parquet");
    byte[] whole = Files.readAllBytes(data);
    byte[] changed = whole.clone();
    changed[changed.length / 3] ^= 1;
    Files.write(data, changed);
    found(project, "TRAINING_DIGEST_MISMATCH", "credit@1", data.getFileName().toString());
    Files.write(data, whole);

    Path spine = only(only(table.resolve("_spine"), ""), ".parquet");
    Files.write(spine, new byte[] {1});
    Files.delete(data);
    Ran both = found(project, "TRAINING_FILE_MISSING", data.getFileName().toString(), "is missing");
    assertThat(both.messages()).anyMatch(m -> m.contains(spine.getFileName().toString()));
    Ran rebuild = project.verb("training-set rebuild credit" + NOW);
    assertThat(rebuild.exitCode()).isEqualTo(7);
    Files.delete(spine);
    assertThat(project.verb("training-set rebuild credit" + NOW).exitCode()).isEqualTo(10);
  }

  @Test
  void whatIsAddedToATableOrChangedInTheRegistryIsFound() {
    ProjectFolder project = copy("registry");
    SparkSession session = spark.newSession();
    String table = project.warehouse().resolve("training/credit_v1").toString();
    session.read().format("delta").load(table).write().format("delta").mode("append").save(table);
    found(project, "TRAINING_DIGEST_MISMATCH", "was added in version 1 of the table");
    session.sql("UPDATE delta.`" + row(project) + "` SET rows = 7");
    session.sql(
        "UPDATE delta.`"
            + project.warehouse().resolve("registry/event")
            + "` SET payload = replace(payload, 'as_known', 'as_corrected')"
            + " WHERE action = 'TRAINING_SET_SEALED'");
    Ran ran = found(project, "CHAIN_BROKEN", "its hash does not follow");
    assertThat(ran.problems())
        .extracting(p -> p.get("code").asText())
        .contains("PROJECTION_DRIFT", "SIGNATURE_INVALID");
    session.sql("UPDATE delta.`" + row(project) + "` SET manifest = '{garbled'");
    Ran garbled = project.verb("training-set verify credit" + NOW);
    assertThat(garbled.exitCode()).as(garbled.toString()).isEqualTo(10);
    assertThat(garbled.status()).isEqualTo("inconclusive");
    assertThat(project.verb("training-set rebuild credit" + NOW).exitCode()).isEqualTo(10);
  }

  private static Path row(ProjectFolder project) {
    return project.warehouse().resolve("registry/training_set");
  }

  @Test
  void onlyKeysThatAreTrustedCountAndBadOnesMakeNothing() throws IOException {
    ProjectFolder project = copy("keys");
    project.replace(
        "trust.yaml", "identity: jane", "identity: jane\n    validUntil: 2026-01-01T00:00:00Z");
    project.text("trust.yaml", project.read("trust.yaml").replaceAll("(?m)^ +validFrom.*\\n", ""));
    found(project, "KEY_EXPIRED_AT_SIGNING", keyId, "jane");
    project.replace("project.yaml", "trust: trust.yaml", "trust: nowhere.yaml");
    project
        .verb("training-set verify credit" + NOW)
        .refusedAt("project.yaml", project.line("project.yaml", "nowhere.yaml"))
        .refusedSaying("there is no trust file nowhere.yaml");
    project.replace("project.yaml", "  trust: nowhere.yaml\n", "");
    found(project, "KEY_NOT_TRUSTED", keyId);

    project.replace("definitions.yaml", "columns: [\"*\"]", "columns: [loan]");
    project.text("garbage.pem", "no key");
    project.verb(CREATE + " --key " + project.root().resolve("garbage.pem")).refusedSaying("PEM");
    Path program = project.root().resolve("signer.sh");
    Path pub = program.resolveSibling("public.pem");
    Files.writeString(pub, Ed25519.pem(Ed25519.generate().getPublic()));
    Files.writeString(program, "#!/bin/sh\n[ $1 = public-key ] && cat " + pub + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    project
        .environment("TIDEMARK_SIGNING_KEY", "command:" + program)
        .verb(CREATE)
        .refusedSaying("the key command", "when asked for sign");
    assertThat(project.warehouse().resolve("training/credit_v2")).doesNotExist();
  }

  @Test
  void aSetWhoseInputIsGoneCannotBeMadeAnew() {
    ProjectFolder project = copy("gone");
    Folders.delete(project.warehouse().resolve("features/spending_v1"));
    Ran gone = project.verb("training-set rebuild credit" + NOW);
    assertThat(gone.exitCode()).as(gone.toString()).isEqualTo(10);
    project.verb("apply" + NOW).written();
    Ran other = project.verb("training-set diff credit" + NOW).withoutTrace();
    assertThat(other.exitCode()).as(other.toString()).isEqualTo(10);
    assertThat(other.messages()).anyMatch(m -> m.contains("features.spending_v1"));
    project.verb("training-set verify credit" + NOW).written();
  }

  private static Ran found(ProjectFolder project, String code, String... words) {
    Ran ran = project.verb("training-set verify credit" + NOW).withoutTrace();
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(7);
    assertThat(ran.status()).isEqualTo("gate_failed");
    assertThat(ran.problems())
        .as(ran.toString())
        .filteredOn(p -> p.get("code").asText().equals(code))
        .anySatisfy(p -> assertThat(p.get("message").asText()).contains(words))
        .allSatisfy(p -> assertThat(p.get("object").asText()).isEqualTo("TrainingSet/credit@1"));
    return ran;
  }

  private static Path only(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(suffix))
          .findFirst()
          .orElseThrow();
    }
  }
}
