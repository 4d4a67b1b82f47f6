package io.tidemark.lineage.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.testing.FaultyProxy;
import io.tidemark.lineage.testing.FaultyProxy.Fault;
import io.tidemark.lineage.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3LogStoreTest {

  private static final int VERSIONS = 20;

  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.open();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** A log in a bucket of its own: Hadoop keeps one client for each bucket. */
  private record Log(String bucket, Configuration conf, S3LogStore store)
      implements CommitRace.Log {

    static Log at(URI endpoint, String bucket) throws Exception {
      server.bucket(bucket);
      Configuration conf = new Configuration();
      S3Environment.settings(
              Map.of(
                  "AWS_ENDPOINT_URL_S3", endpoint.toString(),
                  "AWS_REGION", "eu-west-1",
                  "AWS_ACCESS_KEY_ID", "key",
                  "AWS_SECRET_ACCESS_KEY", "secret"),
              conf)
          .forEach(conf::set);
      conf.set("fs.s3a.attempts.maximum", "1");
      return new Log(bucket, conf, new S3LogStore(conf));
    }

    Path commit(long version) {
      return new Path("s3a://" + bucket + "/t/_delta_log/%020d.json".formatted(version));
    }

    void write(long version, String text, boolean overwrite) throws IOException {
      store.write(commit(version), List.of(text, text).iterator(), overwrite, conf);
    }

    @Override
    public boolean won(long version, String text) throws IOException {
      try {
        write(version, text, false);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }

    @Override
    public List<String> lines(long version) throws IOException {
      return read(version).lines().toList();
    }

    String read(long version) throws IOException {
      try (InputStream in = commit(version).getFileSystem(conf).open(commit(version))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  /** Gives the faults one after the other, then none. */
  private static Function<String, Fault> first(Fault... faults) {
    Queue<Fault> left = new ConcurrentLinkedDeque<>(Arrays.asList(faults));
    return path -> {
      Fault next = left.poll();
      return next == null ? Fault.NONE : next;
    };
  }

  @Test
  void ofSeveralWritersOfOneVersionOneWinsAndItsTextStays() throws Exception {
    CommitRace.run(Log.at(server.endpoint(), "raced"), VERSIONS);
  }

  @Test
  void whatIsToBeOverwrittenIs() throws Exception {
    Log log = Log.at(server.endpoint(), "overwritten");
    assertThat(log.won(7, "old")).isTrue();
    log.write(7, "new", true);
    assertThat(log.read(7)).isEqualTo("new\nnew\n");
  }

  @Test
  void aPutIsWholeOrNotThere() throws Exception {
    Log log = Log.at(server.endpoint(), "whole");
    assertThat(log.store().isPartialWriteVisible(log.commit(0), log.conf())).isFalse();
  }

  @Test
  void aCommitWhoseAnswerWasLostIsRecognised() throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), first(Fault.LOST_ANSWER))) {
      Log log = Log.at(proxy.endpoint(), "lost");
      assertThat(log.won(0, "mine")).isTrue();
      assertThat(proxy.repeated()).isEqualTo(1);
      assertThat(log.read(0)).isEqualTo("mine\nmine\n");
    }
  }

  @Test
  void aCommitIsNotTakenForOursBecauseAnAnswerWasLost() throws Exception {
    Fault[] faults = {Fault.NONE, Fault.LOST_ANSWER};
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), first(faults))) {
      Log log = Log.at(proxy.endpoint(), "theirs");
      assertThat(log.won(0, "theirs")).isTrue();
      assertThat(log.won(0, "mine")).isFalse();
      assertThat(log.read(0)).isEqualTo("theirs\ntheirs\n");
    }
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    Fault[] faults = {Fault.UNAVAILABLE, Fault.CONFLICT, Fault.CONFLICT, Fault.UNAVAILABLE};
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), first(faults))) {
      Log log = Log.at(proxy.endpoint(), "busy");
      assertThat(log.won(0, "mine")).isTrue();
      assertThat(proxy.injected(Fault.UNAVAILABLE)).isEqualTo(2);
      assertThat(proxy.injected(Fault.CONFLICT)).isEqualTo(2);
    }
  }

  @Test
  void withoutAnyAnswerTheOutcomeIsSaidToBeUnknown() throws Exception {
    ArrayDeque<Fault> faults = new ArrayDeque<>(List.of(Fault.LOST_ANSWER));
    Function<String, Fault> silent = path -> faults.isEmpty() ? Fault.UNAVAILABLE : faults.remove();
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), silent)) {
      Log log = Log.at(proxy.endpoint(), "silent");
      assertThatThrownBy(() -> log.won(0, "mine"))
          .isInstanceOf(CommitStateUnknownException.class)
          .hasMessageContaining("s3a://silent/t/_delta_log/00000000000000000000.json");
      assertThat(log.read(0)).isEqualTo("mine\nmine\n");
    }
  }

  @Test
  void aMissingBucketIsToldAtOnce() throws Exception {
    Log log = Log.at(server.endpoint(), "there");
    Path elsewhere = new Path("s3a://not-there/t/_delta_log/00000000000000000000.json");
    assertThatThrownBy(
            () -> log.store().write(elsewhere, List.of("a").iterator(), false, log.conf()))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(CommitStateUnknownException.class)
        .hasMessageContaining("not-there");
  }
}
