package io.tidemark.lineage.registry;

import java.security.SecureRandom;
import java.util.UUID;

/** Run ids: UUIDs of version 7 (RFC 9562), which sort by the time they were made. */
final class RunIds {

  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  static String next(long epochMillis) {
    long high = (epochMillis << 16) | 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
    long low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
