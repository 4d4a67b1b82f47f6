package io.tidemark.lineage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Refusal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class TroubleTest {

  @Test
  void storageTroubleIsNamedHoweverDeepItLies() {
    Map<Exception, String> known =
        Map.of(
            new IOException("No space left on device"), "DISK_FULL",
            new IOException("Disk quota exceeded"), "DISK_FULL",
            new AccessControlException("user=jane, access=WRITE"), "NO_PERMISSION",
            new AccessDeniedException("/wh"), "NO_PERMISSION",
            new FileNotFoundException("/wh/x (Permission denied)"), "NO_PERMISSION",
            new IOException("Read-only file system"), "NOT_WRITABLE",
            new IOException("Mkdirs failed to create /wh"), "NOT_WRITABLE",
            new UnsupportedFileSystemException("No FileSystem for scheme \"x\""), "UNKNOWN_STORAGE",
            new UnknownHostException("namenode"), "STORAGE_UNREACHABLE",
            new ConnectException("refused"), "STORAGE_UNREACHABLE");

    known.forEach(
        (cause, code) -> {
          Refusal refusal =
              Trouble.refusal(new RuntimeException("job failed", new Exception(cause)), "/wh/t");
          assertThat(refusal).as(code).isNotNull();
          assertThat(refusal.exitCode()).isEqualTo(2);
          assertThat(refusal.problems().get(0).code()).isEqualTo(code);
          assertThat(refusal.problems().get(0).message()).contains("/wh/t");
          assertThat(refusal.problems().get(0).fix()).isNotEmpty();
        });
  }

  @Test
  void aRefusalInsideAFailureIsTheOneThatIsShown() {
    Refusal inner = Refusal.of("X", null, "x", null);

    assertThat(Trouble.refusal(new RuntimeException(inner), "/wh")).isSameAs(inner);
  }

  @Test
  void ourOwnMistakesStayWhatTheyAre() {
    RuntimeException bug =
        new IllegalStateException("bug", new UncheckedIOException(new IOException("?")));

    assertThat(Trouble.refusalOr(bug, "/wh")).isSameAs(bug);
  }
}
