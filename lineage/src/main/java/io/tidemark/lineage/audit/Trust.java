package io.tidemark.lineage.audit;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys whose signatures count, and for whom. */
public record Trust(List<Key> keys) {

  public Trust {
    keys = List.copyOf(keys);
  }

  /**
   * One key.
   *
   * @param validFrom first instant at which a signature counts, null from ever
   * @param validUntil first instant at which it does no more, null for ever
   */
  public record Key(
      PublicKey publicKey,
      String identity,
      List<String> roles,
      @Nullable Instant validFrom,
      @Nullable Instant validUntil) {

    public Key {
      roles = List.copyOf(roles);
    }

    /** As {@link Ed25519#keyId}. */
    public String id() {
      return Ed25519.keyId(publicKey);
    }

    /** Whether a signature made then counts. */
    public boolean isValidAt(Instant time) {
      return (validFrom == null || !time.isBefore(validFrom))
          && (validUntil == null || time.isBefore(validUntil));
    }
  }

  /** What a signature is worth. */
  public enum Verdict {
    /** A key of the trust file made it while it was valid. */
    TRUSTED,
    /** No key of the trust file has its id. */
    KEY_NOT_TRUSTED,
    /** The key was not valid then. */
    KEY_EXPIRED_AT_SIGNING,
    /** The bytes were not signed by the key. */
    SIGNATURE_INVALID
  }

  /**
   * A judged signature.
   *
   * @param identity whose key it is, null if nobody's
   */
  public record Judged(String keyId, @Nullable String identity, Verdict verdict) {}

  /** Judges every signature of an envelope that was made at a time. */
  public List<Judged> judge(Envelope envelope, Instant signedAt) {
    List<Judged> judged = new ArrayList<>();
    for (Envelope.Signed signed : envelope.signatures()) {
      Key key = find(signed.keyId());
      judged.add(
          new Judged(
              signed.keyId(),
              key == null ? null : key.identity(),
              judge(key, envelope, signed, signedAt)));
    }
    return judged;
  }

  private static Verdict judge(
      @Nullable Key key, Envelope envelope, Envelope.Signed signed, Instant signedAt) {
    if (key == null) {
      return Verdict.KEY_NOT_TRUSTED;
    }
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(signed.signature());
    } catch (IllegalArgumentException e) {
      return Verdict.SIGNATURE_INVALID;
    }
    if (!Ed25519.verify(key.publicKey(), envelope.preAuthentication(), signature)) {
      return Verdict.SIGNATURE_INVALID;
    }
    return key.isValidAt(signedAt) ? Verdict.TRUSTED : Verdict.KEY_EXPIRED_AT_SIGNING;
  }

  private @Nullable Key find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElse(null);
  }
}
