package io.tidemark.lineage.audit;

import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key that a program keeps, such as a hardware module's: {@code COMMAND public-key} prints the
 * public key as PEM, {@code COMMAND sign} reads the bytes from its input and prints the signature
 * as base64.
 */
final class CommandSigner implements Signer {

  private static final long SECONDS = 60;

  private final String command;
  private final PublicKey publicKey;

  CommandSigner(String command) {
    this.command = command;
    this.publicKey = askForKey();
  }

  private PublicKey askForKey() {
    try {
      return Ed25519.publicKey(run("public-key", new byte[0]));
    } catch (IllegalArgumentException e) {
      throw failed("does not print an Ed25519 public key");
    }
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(run("sign", message).strip());
    } catch (IllegalArgumentException e) {
      throw failed("does not print a signature as base64");
    }
    if (!Ed25519.verify(publicKey, message, signature)) {
      throw failed("prints a signature that is not of its public key");
    }
    return signature;
  }

  private String run(String verb, byte[] input) {
    try {
      Path printed = Files.createTempFile("tidemark-key-", ".txt");
      try {
        Process process =
            new ProcessBuilder(List.of(command, verb))
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input);
        } catch (IOException e) {
          // It need not read what it is not asked to sign; its exit code decides.
        }
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw failed("gave no answer in " + SECONDS + " seconds");
        }
        if (process.exitValue() != 0) {
          throw failed("ended with " + process.exitValue() + " when asked for " + verb);
        }
        return Files.readString(printed, StandardCharsets.UTF_8);
      } finally {
        Files.deleteIfExists(printed);
      }
    } catch (IOException e) {
      throw failed("cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  private Refusal failed(String how) {
    return Refusal.of(
        "KEY_COMMAND_FAILED",
        null,
        "the key command " + command + " " + how,
        "try `" + command + " public-key` by hand");
  }
}
