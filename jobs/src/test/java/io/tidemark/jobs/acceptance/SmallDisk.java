package io.tidemark.jobs.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of its own size, in memory; tests that need one are left out where none can be made. */
final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static SmallDisk of(Path folder, int kibibytes) throws Exception {
    Files.createDirectories(folder);
    List<String> mount =
        List.of(
            "mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString());
    assumeTrue(run(mount), "only root may mount a small disk");
    return new SmallDisk(folder);
  }

  /** Leaves so much room and no more. */
  void leave(long kibibytes) throws IOException {
    Path filler = folder.resolve("filler");
    Files.deleteIfExists(filler);
    long free = Files.getFileStore(folder).getUsableSpace() - kibibytes * 1024;
    Files.write(filler, new byte[(int) Math.max(0, free)]);
  }

  /** Leaves all the room. */
  void clear() throws IOException {
    Files.deleteIfExists(folder.resolve("filler"));
  }

  void readOnly(boolean so) throws Exception {
    String mode = "remount," + (so ? "ro" : "rw");
    assumeTrue(run(List.of("mount", "-o", mode, folder.toString())), "cannot remount");
  }

  @Override
  public void close() throws Exception {
    run(List.of("umount", "-l", folder.toString()));
  }

  private static boolean run(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
