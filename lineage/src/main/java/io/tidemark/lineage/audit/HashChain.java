package io.tidemark.lineage.audit;

import io.tidemark.lineage.definition.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The hash that ties each event of a stream to the one before it. */
public final class HashChain {

  /** What stands before a stream's first event: 64 zeros. */
  public static final String START = "0".repeat(64);

  private static final byte[] DOMAIN = "tidemark-audit-v1".getBytes(StandardCharsets.UTF_8);
  private static final long SAFE_INTEGER = 1L << 53;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private HashChain() {}

  /** A time as events and payloads hold it: UTC with six decimals and Z. */
  public static String micros(Instant time) {
    return MICROS.format(time);
  }

  /**
   * Hex of SHA-256 over the domain, a zero byte, the bytes of the previous hash and the canonical
   * JSON of the event.
   *
   * @param prevHash 64 hex digits, {@link #START} for the first event
   * @throws IllegalArgumentException if the payload holds a float, a null or an integer of more
   *     than 53 bits
   */
  public static String hash(
      String prevHash,
      String stream,
      long seq,
      Instant eventTime,
      String actor,
      String action,
      String object,
      Map<String, ?> payload) {
    check("payload", payload);
    Map<String, Object> event = new TreeMap<>();
    event.put("action", action);
    event.put("actor", actor);
    event.put("event_time", micros(eventTime));
    event.put("object", object);
    event.put("payload", payload);
    event.put("seq", seq);
    event.put("stream", stream);
    return hash(prevHash, CanonicalJson.write(event));
  }

  /** The same, of an event that is canonical JSON already. */
  public static String hash(String prevHash, String canonicalEvent) {
    MessageDigest digest = Sha256.digest();
    digest.update(DOMAIN);
    digest.update((byte) 0);
    digest.update(HexFormat.of().parseHex(prevHash));
    digest.update(canonicalEvent.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }

  private static void check(String path, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> check(path + "." + key, each));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> check(path + "[]", each));
    } else if (value instanceof Long number) {
      if (Math.abs(number) > SAFE_INTEGER) {
        throw new IllegalArgumentException(path + ": write 64-bit numbers as text: " + number);
      }
    } else if (!(value instanceof String || value instanceof Boolean || value instanceof Integer)) {
      throw new IllegalArgumentException(
          path + ": an event holds texts, booleans, integers, lists and maps, not " + value);
    }
  }
}
