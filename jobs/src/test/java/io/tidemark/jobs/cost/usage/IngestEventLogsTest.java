package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.store.Appends;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class IngestEventLogsTest {
  private static final long BASE = 1_700_000_000_000L;

  @TempDir Path folder;
  private SparkSession spark;
  private UsageProject bank;

  @BeforeEach
  void project(SparkSession session) {
    spark = session;
    bank = new UsageProject(session, folder);
  }

  private static String log(String app, String attempt, int executors) {
    List<String> lines = new ArrayList<>();
    lines.add(Told.attempt(app, attempt, BASE));
    for (int i = 1; i <= executors; i++) {
      lines.add(Told.added(String.valueOf(i), 4, BASE + i));
      lines.add(Told.task(String.valueOf(i), BASE + i, BASE + 100));
    }
    lines.add(Told.end(BASE + 1000));
    return Told.text(lines);
  }

  private static List<Object> statuses(IngestedEventLogs ingested) {
    return ingested.results().stream().map(row -> row.get("status")).toList();
  }

  @Test
  void everyLogOfAFolderIsReadOnce() {
    bank.applied()
        .text("logs/app-1", log("app-1", "1", 2))
        .text("logs/app-1_2", log("app-1", "2", 1))
        .text("logs/old/app-2", log("app-2", "1", 3))
        .text("logs/eventlog_v2_app-3/appstatus_app-3", "")
        .text("logs/eventlog_v2_app-3/events_2_app-3", Told.text(List.of(Told.end(BASE + 7))))
        .text(
            "logs/eventlog_v2_app-3/events_1_app-3",
            Told.text(List.of(Told.start("app-3", BASE), Told.added("1", 2, BASE))))
        .text("logs/.app-1.crc", "x")
        .text("logs/_SUCCESS", "");
    IngestedEventLogs first = bank.ingest("logs");
    assertThat(first.problems()).isEmpty();
    assertThat(first.results())
        .extracting(r -> r.get("log"), r -> r.get("app"), r -> r.get("executors"))
        .containsExactly(
            tuple("logs/app-1", "app-1", 2),
            tuple("logs/app-1_2", "app-1", 1),
            tuple("logs/eventlog_v2_app-3", "app-3", 1),
            tuple("logs/old/app-2", "app-2", 3));
    assertThat(statuses(first)).containsOnly("ingested");
    assertThat(bank.lives(false)).hasSize(7);
    assertThat(bank.lives(false).get(5).slotMs()).isEqualTo(97);

    IngestedEventLogs again = bank.ingest("logs/*", "logs/app-1");
    assertThat(again.problems()).isEmpty();
    assertThat(statuses(again)).hasSize(4).containsOnly("unchanged");
    assertThat(bank.lives(false)).hasSize(7);
  }

  @Test
  void theSameLogUnderAnotherNameAddsNothingAndTheFullerOneCounts() {
    String whole = log("app-1", "1", 2);
    bank.applied()
        .text("logs/a_cut", whole.substring(0, whole.length() - 20))
        .text("logs/b_whole", whole);
    IngestedEventLogs ingested = bank.ingest("logs/*");
    assertThat(statuses(ingested)).containsExactly("unchanged", "ingested");
    assertThat(ingested.results()).extracting(r -> r.get("clamped")).containsExactly(2, 0);
    assertThat(bank.lives(false)).hasSize(2).noneMatch(ExecutorLife::clamped);
  }

  @Test
  void whatIsNoLogIsAProblemAndTheOthersAreRead() {
    bank.applied()
        .text("logs/app-1", log("app-1", "1", 1))
        .text("logs/bill.csv", "a,b\n1,2\n")
        .text("logs/app-2.zstd", "not packed")
        .text("logs/headless", Told.text(List.of(Told.added("1", 4, BASE))));
    IngestedEventLogs ingested = bank.ingest("logs/*", "gone/app-9", "gone/*");
    assertThat(ingested.results()).extracting(r -> r.get("app")).containsExactly("app-1");
    assertThat(ingested.problems())
        .extracting(Problem::code, Problem::isError)
        .containsExactly(
            tuple("EVENT_LOG_MISSING", true),
            tuple("EVENT_LOG_MISSING", false),
            tuple("EVENT_LOG_UNREADABLE", true),
            tuple("EVENT_LOG_UNREADABLE", true),
            tuple("EVENT_LOG_UNREADABLE", true));
    assertThat(ingested.problems().get(2).message()).contains("logs/app-2.zstd");
    assertThat(bank.lives(false)).hasSize(1);
  }

  @Test
  void aLogThatIsCutWarnsOnce() {
    String whole = log("app-1", "1", 1);
    bank.applied().text("logs/app-1", whole.substring(0, whole.length() - 5));
    assertThat(bank.ingest("logs/*").problems())
        .extracting(Problem::code, Problem::isError)
        .containsExactly(tuple("EVENT_LOG_MALFORMED", false), tuple("EVENT_LOG_CUT", false));
    assertThat(bank.ingest("logs/*").problems()).isEmpty();
    assertThat(bank.lives(false)).singleElement().matches(ExecutorLife::clamped);
  }

  @Test
  void aWholeLogAfterACutOneAddsOnlyTheLivesThatAreNotThere() {
    String whole = log("app-1", "1", 2);
    bank.applied().text("logs/app-1", whole.substring(0, whole.indexOf("\"2\"")));
    List<Problem> told = bank.ingest("logs").problems();
    assertThat(told)
        .extracting(Problem::fix)
        .containsExactly(
            "ingest logs when they are whole; a whole one read later adds only lives that are not"
                + " there yet",
            "ingest logs when they are whole; a whole one read later adds only lives that are not"
                + " there yet");
    assertThat(told.get(1).message())
        .endsWith("its executors that were still there count up to the last event in it");
    bank.text("logs/app-1", whole);
    assertThat(statuses(bank.ingest("logs"))).containsExactly("ingested");
    assertThat(bank.lives(false))
        .extracting(ExecutorLife::executorId, ExecutorLife::clamped)
        .containsExactly(tuple("1", true), tuple("2", false));
  }

  @Test
  void aLogThatIsStillWrittenIsLeftAloneUnlessItIsNamed() {
    bank.applied().text("logs/app-1.inprogress", log("app-1", "1", 1));
    IngestedEventLogs ingested = bank.ingest("logs");
    assertThat(ingested.results()).isEmpty();
    assertThat(ingested.problems())
        .extracting(Problem::code)
        .containsExactly("EVENT_LOG_UNFINISHED");
    assertThat(statuses(bank.ingest("logs/app-1.inprogress"))).containsExactly("ingested");
  }

  @Test
  void aCompactFileStandsForThoseThatAreGone() {
    String start = Told.text(List.of(Told.start("app-1", BASE), Told.added("1", 2, BASE)));
    String rest = Told.text(List.of(Told.removed("1", BASE + 5), Told.end(BASE + 9)));
    String other = Told.text(List.of(Told.added("2", 8, BASE + 1)));
    bank.applied()
        .text("gone/eventlog_v2_app-1/events_2_app-1.compact", start)
        .text("gone/eventlog_v2_app-1/events_2_app-1", other)
        .text("gone/eventlog_v2_app-1/events_3_app-1", rest)
        .text("kept/eventlog_v2_app-2/events_2_app-2.compact", "")
        .text("kept/eventlog_v2_app-2/events_1_app-2", start.replace("app-1", "app-2"))
        .text("kept/eventlog_v2_app-2/events_2_app-2", other)
        .text("kept/eventlog_v2_app-2/events_10_app-2", rest);
    assertThat(bank.ingest("gone").problems())
        .extracting(Problem::code)
        .containsExactly("EVENT_LOG_COMPACTED");
    assertThat(bank.ingest("kept").problems()).isEmpty();
    assertThat(bank.lives(false))
        .extracting(ExecutorLife::appId, ExecutorLife::executorId)
        .containsExactly(tuple("app-1", "1"), tuple("app-2", "1"), tuple("app-2", "2"));
  }

  @Test
  void runsThatReadTheSameLogsAtOnceAddThemOnce() throws Exception {
    bank.applied();
    for (int i = 0; i < 5; i++) {
      bank.text("logs/app-" + i, log("app-" + i, "1", 3));
    }
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<IngestedEventLogs>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(pool.submit(() -> bank.ingest("logs/*")));
      }
      long ingested = 0;
      for (Future<IngestedEventLogs> each : all) {
        ingested += statuses(each.get()).stream().filter("ingested"::equals).count();
      }
      assertThat(ingested).isEqualTo(5);
    } finally {
      pool.shutdownNow();
    }
    assertThat(bank.lives(false)).hasSize(15);
  }

  @Test
  void whatOurListenerToldOfIsNotTakenFromALog() {
    bank.applied()
        .text("early/app-1", log("app-1", "1", 2))
        .text("late/app-1_2", log("app-1", "2", 2))
        .text("late/app-2", log("app-2", "1", 1));
    bank.ingest("early");
    ExecutorLife ours = life("app-1", "run-1");
    try (Run run = bank.begin()) {
      Appends.append(
          run,
          CostTables.RUN_USAGE.ref(),
          spark.createDataFrame(List.of(ExecutorLives.toRow(ours)), CostTables.RUN_USAGE.schema()));
      run.complete(0);
    }
    assertThat(statuses(bank.ingest("late"))).containsExactly("unchanged", "ingested");
    assertThat(bank.lives(true))
        .extracting(ExecutorLife::appId, ExecutorLife::runId)
        .containsExactly(tuple("app-1", "run-1"), tuple("app-2", "app-2"));
    assertThat(bank.lives(true)).contains(ours);
  }

  private static ExecutorLife life(String app, String run) {
    return new ExecutorLife(
        run,
        app,
        1,
        "j-1",
        "1",
        null,
        4,
        1L << 30,
        0,
        Instant.ofEpochMilli(BASE),
        Instant.ofEpochMilli(BASE + 5),
        3,
        false,
        "risk-ml",
        null,
        null,
        null,
        null,
        ExecutorLife.Source.LISTENER,
        "name");
  }

  @Test
  void withoutItsTableNothingIsRead() {
    bank.text("logs/app-1", log("app-1", "1", 1));
    assertThatThrownBy(() -> bank.ingest("logs"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tidemark apply");
  }
}
