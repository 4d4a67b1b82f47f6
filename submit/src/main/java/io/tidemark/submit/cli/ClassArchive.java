package io.tidemark.submit.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's archive of loaded classes, which halves the start of a job. It only fits the class path
 * and the Java that it was made with, so its name is made of both; a missing one is made by a job
 * that is running anyway.
 */
final class ClassArchive {

  private static final String PREFIX = "classes-";
  private static final String SUFFIX = ".jsa";

  private final Path archive;
  private final Path java;
  private @Nullable Path making;

  /**
   * The archive of a class path.
   *
   * @param folder where archives are kept
   */
  ClassArchive(Path folder, String classPath) {
    this.java = Path.of(System.getProperty("java.home"));
    this.archive = folder.resolve(PREFIX + digest(classPath) + SUFFIX);
  }

  /** JVM options that use the archive or, if there is none and that is asked for, make it. */
  List<String> options(boolean make) {
    if (Files.isRegularFile(archive)) {
      return List.of("-XX:SharedArchiveFile=" + archive);
    }
    if (make && canBeMade()) {
      making = archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
      return List.of("-XX:ArchiveClassesAtExit=" + making);
    }
    return List.of();
  }

  /** Keeps what the job has made if it went well, in place of archives that no longer fit. */
  void keep(boolean well) {
    Path made = making;
    if (made == null) {
      return;
    }
    try {
      if (well && Files.isRegularFile(made)) {
        for (Path old : archives()) {
          Files.deleteIfExists(old);
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      // It is only for speed.
      made.toFile().deleteOnExit();
    }
  }

  private boolean canBeMade() {
    return Files.isWritable(archive.getParent())
        && Files.isRegularFile(java.resolve("lib").resolve("server").resolve("classes.jsa"));
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(archive.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().matches(PREFIX + "[0-9a-f]+\\" + SUFFIX))
          .toList();
    }
  }

  private String digest(String classPath) {
    StringBuilder text = new StringBuilder(System.getProperty("java.vm.version"));
    text.append(java);
    for (String jar : classPath.split(File.pathSeparator)) {
      File file = new File(jar);
      text.append('\n').append(jar).append(' ').append(file.length());
      text.append(' ').append(file.lastModified());
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
