package io.tidemark.lineage.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogStoreTest {

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
    CommitRace.Log log =
        new CommitRace.Log() {
          @Override
          public boolean won(long version, String text) throws IOException {
            return written(version, text);
          }

          @Override
          public List<String> lines(long version) throws IOException {
            return Files.readAllLines(folder.resolve("%020d.json".formatted(version)));
          }
        };

    CommitRace.run(log, VERSIONS);

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
