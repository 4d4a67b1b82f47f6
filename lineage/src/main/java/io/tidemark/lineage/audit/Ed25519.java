package io.tidemark.lineage.audit;

import io.tidemark.lineage.definition.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 (RFC 8032) with the JDK's own provider, and its keys as PEM (RFC 7468). */
public final class Ed25519 {

  private static final String NAME = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int LINE = 64;

  private Ed25519() {}

  /** A new pair, drawn from the system's randomness. */
  public static KeyPair generate() {
    return generate(new SecureRandom());
  }

  private static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 17 has Ed25519", e);
    }
  }

  /** The id of a public key: hex of the SHA-256 of its SubjectPublicKeyInfo. */
  public static String keyId(PublicKey key) {
    return Sha256.hex(key.getEncoded());
  }

  /** A private key as PKCS#8 PEM. */
  public static String pem(PrivateKey key) {
    return pem(PRIVATE, key.getEncoded());
  }

  /** A public key as SubjectPublicKeyInfo PEM. */
  public static String pem(PublicKey key) {
    return pem(PUBLIC, key.getEncoded());
  }

  /**
   * Reads a private key of PKCS#8 PEM.
   *
   * @throws IllegalArgumentException if the text is no such key
   */
  public static PrivateKey privateKey(String pem) {
    try {
      return KeyFactory.getInstance(NAME)
          .generatePrivate(new PKCS8EncodedKeySpec(body(pem, PRIVATE)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 private key", e);
    }
  }

  /**
   * Reads a public key of SubjectPublicKeyInfo, as PEM or as its base64 alone.
   *
   * @throws IllegalArgumentException if the text is no such key
   */
  public static PublicKey publicKey(String text) {
    try {
      byte[] bytes =
          text.contains("-----") ? body(text, PUBLIC) : Base64.getDecoder().decode(text.strip());
      return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  /** The public key that belongs to a private one. */
  public static PublicKey publicKey(PrivateKey key) {
    byte[] seed =
        ((EdECPrivateKey) key)
            .getBytes()
            .orElseThrow(() -> new IllegalArgumentException("the key does not show its seed"));
    // The JDK derives a public key only while it makes a pair.
    return generate(
            new SecureRandom() {
              @Override
              public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
              }
            })
        .getPublic();
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign", e);
    }
  }

  /** Whether a signature over a message is of the key; false too if it has another form. */
  static boolean verify(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(NAME);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String pem(String type, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private static byte[] body(String pem, String type) {
    String begin = "-----BEGIN " + type + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + type + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a PEM file with a " + type);
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to).strip());
  }
}
