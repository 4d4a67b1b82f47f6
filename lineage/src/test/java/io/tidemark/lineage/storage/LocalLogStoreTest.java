package io.tidemark.lineage.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogStoreTest {

  private static final int WRITERS = 4;
  private static final int VERSIONS = 300;

  private final Configuration conf = new Configuration();
  private final LocalLogStore store = new LocalLogStore(conf);

  @TempDir Path folder;

  private org.apache.hadoop.fs.Path commit(long version) {
    return new org.apache.hadoop.fs.Path(
        folder.toUri().toString(), "%020d.json".formatted(version));
  }

  private boolean written(long version, String text) throws IOException {
    try {
      store.write(commit(version), List.of(text, text).iterator(), false, conf);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Test
  void ofSeveralWritersOfOneVersionOneWinsAndItsTextStays() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try {
      for (long version = 0; version < VERSIONS; version++) {
        long at = version;
        List<Future<Boolean>> races = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          String text = "writer " + writer;
          Callable<Boolean> race =
              () -> {
                start.await();
                return written(at, text);
              };
          races.add(pool.submit(race));
        }
        List<String> winners = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          if (races.get(writer).get()) {
            winners.add("writer " + writer);
          }
        }
        assertThat(winners).hasSize(1);
        String winner = winners.get(0);
        assertThat(Files.readAllLines(folder.resolve("%020d.json".formatted(version))))
            .containsExactly(winner, winner);
      }
    } finally {
      pool.shutdown();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(VERSIONS);
    }
  }

  @Test
  void whatIsToBeOverwrittenIs() throws Exception {
    assertThat(written(7, "old")).isTrue();
    store.write(commit(7), List.of("new").iterator(), true, conf);
    assertThat(Files.readAllLines(folder.resolve("%020d.json".formatted(7))))
        .containsExactly("new");
  }

  @Test
  void aMissingFolderIsToldAsHadoopTellsIt() {
    assertThatThrownBy(
            () ->
                store.write(
                    new org.apache.hadoop.fs.Path(folder + "/none/0.json"),
                    List.of("a").iterator(),
                    false,
                    conf))
        .isInstanceOf(FileNotFoundException.class);
  }
}
