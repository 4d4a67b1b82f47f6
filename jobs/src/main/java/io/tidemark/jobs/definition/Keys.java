package io.tidemark.jobs.definition;

import io.tidemark.lineage.audit.Ed25519;
import io.tidemark.lineage.audit.TrustFile;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code keys new}: a private key in a file of its own, and what to tell others of it. */
final class Keys {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private Keys() {}

  /**
   * Makes a key; none is ever overwritten.
   *
   * @throws Refusal if a file of that name is there
   */
  static Answer create(Invocation invocation) {
    String name = invocation.name();
    if (!name.matches(NAME)) {
      throw CommandLines.usage(
          "'" + name + "' is no name for a key", "use letters, digits, '.', '_' and '-'");
    }
    Path file = file(invocation, name);
    KeyPair pair = Ed25519.generate();
    write(file, Ed25519.pem(pair.getPrivate()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", name);
    result.put("keyId", Ed25519.keyId(pair.getPublic()));
    result.put("file", file.toString());
    result.put(
        "trust",
        TrustFile.entry(pair.getPublic(), name, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    return new Answer(invocation.verb().words(), null, Status.OK, 0, List.of(result), List.of());
  }

  private static Path file(Invocation invocation, String name) {
    String folder = Objects.requireNonNullElse(invocation.own().get(Grammar.FOLDER), "keys");
    String project = Objects.requireNonNullElse(invocation.options().project(), "");
    try {
      return Path.of(project).toAbsolutePath().resolve(folder).resolve(name + ".pem").normalize();
    } catch (InvalidPathException e) {
      throw CommandLines.usage("'" + folder + "' is not a folder", "give a folder");
    }
  }

  private static void write(Path file, String pem) {
    try {
      Files.createDirectories(file.getParent());
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (SeekableByteChannel channel =
              Files.newByteChannel(
                  file,
                  options,
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          OutputStream out = Channels.newOutputStream(channel)) {
        out.write(pem.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (FileAlreadyExistsException e) {
      throw Refusal.of(
          "KEY_EXISTS",
          null,
          e.getFile() + " is there, and a key is never overwritten",
          "choose another name, or another --dir");
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), file.toString());
    }
  }

  /** What people read: the key's id, and what to do now. */
  static String text(Answer answer) {
    Map<String, Object> key = answer.results().get(0);
    return """
    key   %s
    file  %s

    Keep the file out of version control, where those who sign can read it and nobody else. Sign with
      tidemark training-set create NAME --key %s
    Whoever trusts the key puts this below keys: in the project's trust file, which the Project names
    as spec.trust:
    %s\
    """
        .formatted(key.get("keyId"), key.get("file"), key.get("file"), key.get("trust"));
  }
}
