package io.tidemark.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.RunIoRow;
import io.tidemark.lineage.registry.RunRow;
import io.tidemark.lineage.registry.TrainingSetRow;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class RunTest {

  private static final TableRef TABLE = new TableRef("features", "x_v1");
  private static final TableRef SET = new TableRef("training", "credit_v1");
  private static final List<String> PARTITIONS = List.of("_bucket", "_run");

  @TempDir Path folder;
  private SparkSession spark;
  private Warehouse warehouse;

  @BeforeEach
  void open(SparkSession session) {
    spark = session;
    warehouse = initialise();
  }

  private Warehouse initialise() {
    return Warehouse.initialise(spark, folder, folder.resolve("wh").toString());
  }

  private Run begin(String verb) {
    return warehouse.begin(
        new RunHeader(
            verb,
            new TreeMap<>(Map.of("view", "x@1")),
            Instant.parse("2026-06-30T00:00:00Z"),
            "",
            "local",
            "risk-ml",
            "credit"));
  }

  private Dataset<Row> rows(long from, long to, long seq) {
    return spark
        .range(from, to, 1, 1)
        .selectExpr(
            "id",
            "timestamp_micros(id) AS event_ts",
            seq + "L AS _seq",
            "CAST(pmod(hash(id), 2) AS INT) AS _bucket",
            seq + "L AS _run");
  }

  private TableSpec spec() {
    return new TableSpec(
        rows(0, 1, 1).schema(),
        PARTITIONS,
        new TreeMap<>(Map.of("delta.autoOptimize.autoCompact", "false")),
        new TreeMap<>(Map.of("bucket", "_bucket = pmod(hash(id), 2)")));
  }

  private long count(Run run) {
    return run.read(run.repin(TABLE)).count();
  }

  @Test
  void anAppendIsTaggedRecordedAndReadBackAtItsVersion() throws Exception {
    try (Run run = begin("materialize")) {
      assertThat(run.createTable(TABLE, spec())).isTrue();
      assertThat(run.createTable(TABLE, spec())).isFalse();
      PinnedTable empty = run.pin(TABLE);
      assertThat(run.append(TABLE, rows(0, 10, 1), new AppendSpec(0, 1))).hasValue(1);
      assertThat(run.pin(TABLE)).isEqualTo(empty);
      assertThat(run.read(empty).count()).isZero();
      assertThat(count(run)).isEqualTo(10);
      run.complete(0);

      String commit =
          Files.readString(folder.resolve("wh/features/x_v1/_delta_log/00000000000000000001.json"));
      assertThat(commit)
          .contains("\\\"run\\\":\\\"" + run.id() + "\\\"")
          .contains("\\\"seq\\\":1")
          .contains("\"appId\":\"features.x_v1\"");
      List<RunIoRow> io = warehouse.registry().runIo();
      assertThat(io)
          .extracting(row -> row.direction() + " " + row.name() + " " + row.version())
          .containsExactlyInAnyOrder(
              "WRITE features.x_v1 0",
              "READ features.x_v1 0",
              "WRITE features.x_v1 1",
              "READ features.x_v1 1");
      assertThat(io).allSatisfy(row -> assertThat(row.tableId()).isEqualTo(empty.tableId()));
      assertThat(io)
          .filteredOn(row -> row.direction() == RunIoRow.Direction.WRITE && row.version() == 1)
          .allSatisfy(row -> assertThat(row.rows()).isEqualTo(10))
          .allSatisfy(row -> assertThat(row.files()).isEqualTo(2))
          .allSatisfy(row -> assertThat(row.bytes()).isPositive());
      RunRow row = warehouse.registry().runs().get(0);
      assertThat(row.versions()).containsKeys("spark", "delta", "java", "tidemark");
      assertThat(row.appId()).isEqualTo(spark.sparkContext().applicationId());
    }
  }

  @Test
  void aConstraintHoldsFromTheFirstCommitOn() {
    Run run = begin("apply");
    run.createTable(TABLE, spec());
    Dataset<Row> wrong =
        rows(0, 10, 1).selectExpr("id", "event_ts", "_seq", "7 AS _bucket", "_run");

    assertThatThrownBy(() -> run.append(TABLE, wrong, new AppendSpec(0, 1)))
        .hasStackTraceContaining("_bucket = pmod(hash(id), 2)");
    assertThat(count(run)).isZero();
    run.fail(1, "Wrong", "wrong");
  }

  @Test
  void aTakenOrdinalGivesEmpty() {
    Run first = begin("materialize");
    Run second = begin("materialize");
    first.createTable(TABLE, spec());
    assertThat(second.pin(TABLE).version()).isZero();
    assertThat(first.append(TABLE, rows(0, 10, 1), new AppendSpec(0, 1))).hasValue(1);

    assertThat(second.append(TABLE, rows(10, 20, 1), new AppendSpec(0, 1))).isEmpty();
    assertThat(count(second)).isEqualTo(10);
    assertThat(second.append(TABLE, rows(10, 20, 2), new AppendSpec(1, 2))).hasValue(2);
    assertThat(count(first)).isEqualTo(20);
    first.complete(0);
    second.complete(0);
  }

  @Test
  void racingAppendsUnderOneOrdinalHaveOneWinner() throws Exception {
    Run creator = begin("apply");
    int writers = 3;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> made = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      made.add(pool.submit(() -> creator.createTable(TABLE, spec())));
    }
    int creators = 0;
    for (Future<Boolean> each : made) {
      creators += each.get() ? 1 : 0;
    }
    List<Future<OptionalLong>> all = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      long from = w * 10L;
      Run run = begin("materialize");
      all.add(
          pool.submit(
              () -> {
                start.await();
                OptionalLong version =
                    run.append(TABLE, rows(from, from + 10, 1), new AppendSpec(0, 1));
                run.complete(0);
                return version;
              }));
    }
    start.countDown();
    int winners = 0;
    for (Future<OptionalLong> each : all) {
      winners += each.get().isPresent() ? 1 : 0;
    }
    pool.shutdown();

    assertThat(winners).isEqualTo(1);
    assertThat(count(creator)).isEqualTo(10);
    // Three threads of one run cannot be told apart by the commit's tag.
    assertThat(creators).isBetween(1, writers);
    creator.complete(0);
  }

  @Test
  void aLeftoverIsReplacedAndARegisteredTableIsNot() {
    Run dead = begin("training-set create");
    assertThat(dead.writeFresh(SET, rows(0, 5, 1))).hasValue(0);
    dead.fail(1, "Killed", null);

    Run next = begin("training-set create");
    Dataset<Row> other = spark.range(3).selectExpr("id AS entirely", "'x' AS other");
    assertThat(next.writeFresh(SET, other)).isPresent();
    assertThat(next.read(next.newest(SET)).columns()).containsExactly("entirely", "other");
    assertThat(next.read(next.newest(SET)).count()).isEqualTo(3);
    next.event(Action.TRAINING_SET_SEALED, "TrainingSet/credit@1", sealed(next).toPayload());
    next.complete(0);

    Run late = begin("training-set create");
    assertThat(late.writeFresh(SET, rows(0, 5, 1))).isEmpty();
    late.complete(0);
    assertThat(warehouse.registry().runIo())
        .filteredOn(row -> row.direction() == RunIoRow.Direction.WRITE)
        .extracting(RunIoRow::runId)
        .containsExactlyInAnyOrder(dead.id(), next.id());
  }

  @Test
  void aFreshWriterWaitsForAnotherThatIsStillAtIt() throws Exception {
    Run first = begin("training-set create");
    first.writeFresh(SET, rows(0, 5, 1));
    Run second = begin("training-set create");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<OptionalLong> waiting = pool.submit(() -> second.writeFresh(SET, rows(0, 7, 1)));
    Thread.sleep(600);
    assertThat(waiting.isDone()).isFalse();
    first.event(Action.TRAINING_SET_SEALED, "TrainingSet/credit@1", sealed(first).toPayload());
    first.complete(0);

    assertThat(waiting.get()).isEmpty();
    pool.shutdown();
    assertThat(second.read(second.newest(SET)).count()).isEqualTo(5);
    second.complete(0);
  }

  @Test
  void whatIsDiscardedIsGoneAndNotRecorded() {
    Run run = begin("training-set create");
    run.writeFresh(SET, rows(0, 5, 1));
    run.discard(SET);
    assertThat(warehouse.exists(SET)).isFalse();
    assertThat(run.writeFresh(SET, rows(0, 6, 1))).hasValue(0);
    assertThat(run.read(run.newest(SET)).count()).isEqualTo(6);
    run.discard(SET);
    run.complete(0);

    assertThat(warehouse.registry().runIo()).isEmpty();
    assertThat(folder.resolve("wh/training/credit_v1")).doesNotExist();
  }

  @Test
  void whatARunFreezesIsItsOwn() {
    Run dead = begin("training-set create");
    dead.files(SET).freeze(rows(0, 2, 1));
    dead.fail(1, "Killed", null);
    Run first = begin("training-set create");
    Run second = begin("training-set create");
    String frozen = first.files(SET).freeze(rows(0, 3, 1));
    String other = second.files(SET).freeze(rows(0, 4, 1));

    assertThat(warehouse.exists(SET)).isFalse();
    assertThat(first.writeFresh(SET, first.files(SET).frozen(first.files(SET).in(frozen))))
        .hasValue(0);
    assertThat(Path.of(warehouse.location(SET), "_spine", dead.id())).doesNotExist();
    List<FileSum> sums = first.files(SET).sums(first.files(SET).in(frozen));
    assertThat(sums).singleElement().satisfies(sum -> assertThat(sum.sha256()).hasSize(64));
    first.discard(SET);
    assertThat(second.files(SET).frozen(second.files(SET).in(other)).count()).isEqualTo(4);
    assertThat(first.files(SET).sums(List.of(sums.get(0).path())))
        .singleElement()
        .satisfies(sum -> assertThat(sum.trouble()).isEqualTo(FileSum.MISSING));
    second.discard(SET);
    assertThat(Path.of(warehouse.location(SET))).doesNotExist();
    first.complete(0);
    second.complete(0);
  }

  private static TrainingSetRow sealed(Run run) {
    return new TrainingSetRow(
        "credit",
        1,
        SET.toString(),
        "d",
        3,
        List.of(),
        List.of(),
        "as_known",
        run.now(),
        "c",
        "{}",
        null,
        "sealed",
        run.id(),
        Instant.parse("2026-06-30T00:00:01Z"));
  }

  @Test
  void aMissingTableIsRefusedNamingApply() {
    Run run = begin("materialize");

    assertThatThrownBy(() -> run.pin(TABLE))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("features.x_v1")
        .hasMessageContaining("tidemark apply");
    run.fail(2, "Refusal", "missing");
    assertThat(warehouse.registry().runs().get(0).state()).isEqualTo(RunRow.State.FAILED);
  }

  @Test
  void aRunLeftWithoutAnEndHasFailed() {
    try (Run run = begin("materialize")) {
      assertThat(run.id()).isNotEmpty();
    }

    assertThat(warehouse.registry().runs())
        .extracting(RunRow::state)
        .containsExactly(RunRow.State.FAILED);
  }

  @Test
  void anInterruptedRunSaysSo() {
    Run run = begin("materialize");
    run.interrupted();
    run.close();

    assertThat(warehouse.registry().runs()).extracting(RunRow::exitCode).containsExactly(130);
  }

  @Test
  void aTableWhoseFolderCannotBeWrittenIsRefused() throws Exception {
    Files.writeString(folder.resolve("wh/features"), "a file, not a folder");
    Run run = begin("apply");

    assertThatThrownBy(() -> run.createTable(TABLE, spec()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(2))
        .hasMessageContaining("features");
    run.fail(2, "Refusal", "not writable");
  }

  @Test
  void timesAreStoredAsMicrosecondsInInt64() throws Exception {
    Run run = begin("materialize");
    run.createTable(TABLE, spec());
    run.append(TABLE, rows(0, 10, 1), new AppendSpec(0, 1));
    run.complete(0);

    try (Stream<Path> files = Files.walk(folder.resolve("wh"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        try (ParquetFileReader reader =
            ParquetFileReader.open(
                HadoopInputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toUri()),
                    spark.sessionState().newHadoopConf()))) {
          assertThat(reader.getFileMetaData().getSchema().toString()).doesNotContain("int96");
        }
      }
    }
  }

  @Test
  void sparkReadsWhatKernelWrote() {
    begin("apply").complete(0);

    String registry = folder.resolve("wh/registry").toString();
    assertThat(
            spark
                .sql(
                    "SELECT state, exit_code, params['view'], now FROM delta.`"
                        + registry
                        + "/run`")
                .first()
                .toString())
        .contains("SUCCEEDED,0,x@1,2026-06-30");
    assertThat(
            spark
                .sql("DESCRIBE DETAIL delta.`" + registry + "/event`")
                .selectExpr("minReaderVersion", "minWriterVersion")
                .first()
                .toString())
        .isEqualTo("[1,2]");
    assertThat(
            spark
                .sql("DESCRIBE HISTORY delta.`" + registry + "/run`")
                .selectExpr("engineInfo")
                .first()
                .toString())
        .contains("\"run\":");
  }
}
