package io.tidemark.lineage.audit;

import io.tidemark.lineage.definition.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A payload and the signatures over it: DSSE 1.0.2. What is signed are the payload's exact bytes
 * and its type, so that nothing is parsed before it is verified.
 *
 * @param payloadType a media type
 */
public record Envelope(String payloadType, String payload, List<Signed> signatures) {

  /** The type of in-toto statements. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  public Envelope {
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param keyId tells which key to try; it proves nothing
   * @param signature base64
   */
  public record Signed(String keyId, String signature) {}

  /** An envelope with one signature. */
  public static Envelope sign(String payloadType, String payload, Signer signer) {
    byte[] signature = signer.sign(preAuthentication(payloadType, payload));
    return new Envelope(
        payloadType,
        payload,
        List.of(new Signed(signer.keyId(), Base64.getEncoder().encodeToString(signature))));
  }

  /** Hex of the SHA-256 of the payload, by which the registry knows an envelope. */
  public String id() {
    return Sha256.hex(payload);
  }

  /** The bytes that are signed: DSSE's pre-authentication encoding. */
  public byte[] preAuthentication() {
    return preAuthentication(payloadType, payload);
  }

  private static byte[] preAuthentication(String type, String payload) {
    int typeBytes = type.getBytes(StandardCharsets.UTF_8).length;
    int payloadBytes = payload.getBytes(StandardCharsets.UTF_8).length;
    return ("DSSEv1 " + typeBytes + " " + type + " " + payloadBytes + " " + payload)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The JSON form, canonical. */
  public String json() {
    SortedMap<String, Object> json = new TreeMap<>();
    json.put("payloadType", payloadType);
    json.put(
        "payload", Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
    json.put(
        "signatures",
        signatures.stream().map(s -> Map.of("keyid", s.keyId(), "sig", s.signature())).toList());
    return CanonicalJson.write(json);
  }

  /**
   * Reads the JSON form.
   *
   * @throws IllegalArgumentException if it is no envelope
   */
  public static Envelope parse(String json) {
    Map<String, Object> fields = CanonicalJson.read(json);
    List<Signed> signatures = new ArrayList<>();
    if (!(fields.get("signatures") instanceof List<?> list)) {
      throw new IllegalArgumentException("the envelope has no signatures");
    }
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> signed)) {
        throw new IllegalArgumentException("a signature of the envelope is no object");
      }
      signatures.add(new Signed(text(signed, "keyid"), text(signed, "sig")));
    }
    byte[] payload = Base64.getDecoder().decode(text(fields, "payload"));
    return new Envelope(
        text(fields, "payloadType"), new String(payload, StandardCharsets.UTF_8), signatures);
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("the envelope has no " + name);
  }
}
