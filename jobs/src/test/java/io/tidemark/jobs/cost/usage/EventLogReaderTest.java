package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogReaderTest {
  private static final long BASE = 1_700_000_000_000L;
  private static final int TASKS = 5000;

  @TempDir Path folder;

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(Told.logStart());
    lines.add(Told.start("app-1", BASE));
    lines.add(Told.added("1", 4, BASE + 1));
    for (int i = 0; i < TASKS; i++) {
      lines.add(Told.task("1", BASE + i, BASE + i + 7));
    }
    lines.add(Told.end(BASE + 10_000));
    return lines;
  }

  private static byte[] packed(String codec, String text) throws IOException {
    Path file = Files.createTempFile("packed", codec);
    try {
      OutputStream raw = Files.newOutputStream(file);
      try (OutputStream out =
          CompressionCodec$.MODULE$
              .createCodec(new SparkConf(false), codec)
              .compressedOutputStream(raw)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private EventLogReader.Reading read(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    return read(List.of(file.toString()));
  }

  private static EventLogReader.Reading read(List<String> files) throws IOException {
    return new EventLogReader(new Configuration()).read(new EventLog("log", files, 0, false));
  }

  @ParameterizedTest
  @CsvSource({
    "zstd, app-1.zstd",
    "zstd, app-1.zst",
    "lz4, app-1.lz4",
    "snappy, app-1.snappy",
    "lzf, app-1.lzf",
    "zstd, app-1.zstd.inprogress",
    "zstd, events_3_app-1.zstd.compact"
  })
  void aPackedLogIsReadByItsSuffix(String codec, String name) throws Exception {
    LoggedApplication application = read(name, packed(codec, Told.text(lines()))).application();
    assertThat(application.malformed()).isZero();
    assertThat(application.lives()).singleElement().satisfies(EventLogReaderTest::isWhole);
  }

  @Test
  void aPlainLogMayHaveAnyNameAndEndWithoutALineBreak() throws Exception {
    byte[] text = Told.text(lines()).strip().getBytes(StandardCharsets.UTF_8);
    LoggedApplication application = read("application_1.v2.json", text).application();
    assertThat(application.malformed()).isZero();
    assertThat(application.lives()).singleElement().satisfies(EventLogReaderTest::isWhole);
  }

  @Test
  void theFilesOfARollingLogAreOneLog() throws Exception {
    List<String> files = new ArrayList<>();
    List<String> lines = lines();
    for (int from = 0; from < lines.size(); from += 1000) {
      String part = Told.text(lines.subList(from, Math.min(from + 1000, lines.size())));
      Path file = folder.resolve("events_" + (from / 1000 + 1) + "_app-1.zstd");
      files.add(Files.write(file, packed("zstd", part)).toString());
    }
    assertThat(read(files).application().lives())
        .singleElement()
        .satisfies(EventLogReaderTest::isWhole);
  }

  private static void isWhole(ExecutorLife life) {
    assertThat(life.slotMs()).isEqualTo(7L * TASKS);
    assertThat(life.endedAt().toEpochMilli()).isEqualTo(BASE + 10_000);
    assertThat(life.clamped()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "lz4", "snappy", "lzf"})
  void aPackedLogThatWasCutTellsWhatCameBefore(String codec) throws Exception {
    byte[] whole = packed(codec, Told.text(lines()));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    EventLogReader.Reading reading = read("app-1." + codec, half);
    LoggedApplication application = reading.application();
    assertThat(application.hasEnd()).isFalse();
    assertThat(application.malformed()).isLessThanOrEqualTo(1);
    // About half of the tasks; what is packed together goes together.
    assertThat(tasks(application)).isBetween(TASKS * 9L / 20, TASKS * 11L / 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "snappy", "lzf"})
  void aShortPackedLogThatWasCutTellsWhatCameBeforeToo(String codec) throws Exception {
    byte[] whole = packed(codec, Told.text(lines().subList(0, 503)));
    EventLogReader.Reading reading =
        read("app-1." + codec, Arrays.copyOf(whole, whole.length - 100));
    assertThat(reading.cut()).isTrue();
    assertThat(tasks(reading.application())).isBetween(250L, 499L);
  }

  private static long tasks(LoggedApplication application) {
    return application.lives().get(0).slotMs() / 7;
  }

  @Test
  void aLogCutInALineEndsWithTheLastWholeOne() throws Exception {
    String text = Told.text(lines());
    // In the middle of the last task, behind its launch.
    int cut = text.lastIndexOf("\"Finish Time\"");
    byte[] bytes = text.substring(0, cut).getBytes(StandardCharsets.UTF_8);
    LoggedApplication application = read("app-1", bytes).application();
    assertThat(application.malformed()).isEqualTo(1);
    ExecutorLife life = application.lives().get(0);
    assertThat(life.endedAt().toEpochMilli()).isEqualTo(BASE + TASKS - 2 + 7);
    assertThat(life.clamped()).isTrue();
    assertThat(life.slotMs()).isEqualTo(7L * (TASKS - 1));
  }

  @Test
  void aLineLongerThanAnyNeededIsLeftOut() throws Exception {
    List<String> lines = new ArrayList<>(lines());
    String plan = String.join("", Collections.nCopies(EventLines.LONGEST / 10 + 10, "0123456789"));
    lines.add(3, Told.query(BASE).replace("show", plan));
    lines.add(Told.query(BASE).replace("show", plan));
    byte[] text = Told.text(lines).getBytes(StandardCharsets.UTF_8);
    LoggedApplication application = read("app-1", text).application();
    assertThat(application.malformed()).isZero();
    assertThat(application.lives()).singleElement().satisfies(EventLogReaderTest::isWhole);
  }

  @Test
  void whatIsNoLogHasNoEvents() throws Exception {
    byte[] text = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(read("bill.csv", text).application().isLog()).isFalse();
    assertThat(read("empty", new byte[0]).application().isLog()).isFalse();
  }

  @Test
  void aFileThatIsNotPackedAsItsNameSaysCannotBeRead() {
    assertThatThrownBy(() -> read("app-1.zstd", "plain".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
