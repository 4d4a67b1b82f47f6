package io.tidemark.lineage.audit;

import java.security.PrivateKey;
import java.security.PublicKey;

/** Whoever holds a private key: a file, or a device that never gives it away. */
public interface Signer {

  /** The public half. */
  PublicKey publicKey();

  /** The Ed25519 signature, 64 bytes, over exactly these bytes. */
  byte[] sign(byte[] message);

  /** The key's id, as {@link Ed25519#keyId}. */
  default String keyId() {
    return Ed25519.keyId(publicKey());
  }

  /** Signs with a key in memory. */
  static Signer of(PrivateKey key) {
    PublicKey publicKey = Ed25519.publicKey(key);
    return new Signer() {
      @Override
      public PublicKey publicKey() {
        return publicKey;
      }

      @Override
      public byte[] sign(byte[] message) {
        return Ed25519.sign(key, message);
      }
    };
  }
}
