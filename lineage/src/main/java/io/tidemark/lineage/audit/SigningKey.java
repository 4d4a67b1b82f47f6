package io.tidemark.lineage.audit;

import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;

/** Finds the key that somebody names. */
public final class SigningKey {

  private static final String COMMAND = "command:";

  private SigningKey() {}

  /**
   * The signer of a reference.
   *
   * @param reference {@code command:PROGRAM}, or the path of a PKCS#8 PEM file
   * @throws Refusal if there is no such key, or it is no Ed25519 key
   */
  public static Signer of(String reference) {
    if (reference.startsWith(COMMAND)) {
      return new CommandSigner(reference.substring(COMMAND.length()));
    }
    try {
      PrivateKey key = Ed25519.privateKey(Files.readString(Path.of(reference)));
      return Signer.of(key);
    } catch (IOException e) {
      throw refused("the signing key " + reference + " cannot be read");
    } catch (IllegalArgumentException e) {
      throw refused(reference + " holds no Ed25519 private key as PKCS#8 PEM");
    }
  }

  private static Refusal refused(String message) {
    return Refusal.of("BAD_SIGNING_KEY", null, message, "make one with `tidemark keys new NAME`");
  }
}
