package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.jspecify.annotations.Nullable;

/**
 * Counts 64-bit keys: each of them as long as they are few; then a sketch knows how many there are,
 * and where keys have names the frequent ones stay, by the rule of Misra and Gries: when the table
 * is full, the median count is taken off all.
 */
final class KeyCounts {

  /** So many keys are counted one by one. */
  static final int FEW = 4096;

  /** Relative error 1.04 / sqrt(2^14) = 0.8 %. */
  private static final int LG_REGISTERS = 14;

  private static final int SMALLEST = 64;

  private final boolean named;
  private long[] keys = new long[SMALLEST];
  // 0 where there is no key.
  private long[] counts = new long[SMALLEST];
  private byte[][] names;
  private int size;
  private int last;
  // What was taken off every count at most.
  private long floor;
  private @Nullable HllSketch sketch;

  /**
   * No keys yet.
   *
   * @param named whether keys get names, and the frequent ones outlast the sketch
   */
  KeyCounts(boolean named) {
    this.named = named;
    this.names = new byte[named ? SMALLEST : 0][];
  }

  /** Counts a key once more; true if it has to be given its name now. */
  boolean add(long key) {
    return add(key, 1);
  }

  /** Gives the key that was just added its name. */
  void name(byte[] name) {
    names[last] = name;
  }

  private boolean add(long key, long count) {
    if (sketch != null) {
      sketch.update(key);
      if (!named) {
        return false;
      }
    }
    int slot = slot(key);
    if (counts[slot] > 0) {
      counts[slot] += count;
      return false;
    }
    if (size == FEW) {
      overflow();
      return add(key, count);
    }
    if (2 * (size + 1) > keys.length) {
      resize(keys.length * 2);
      slot = slot(key);
    }
    keys[slot] = key;
    counts[slot] = count;
    size++;
    last = slot;
    return named;
  }

  /** Adds all that another one has counted, which is of no use then. */
  void merge(KeyCounts other) {
    if (other.sketch != null) {
      startSketch();
      Union union = new Union(LG_REGISTERS);
      union.update(sketch);
      union.update(other.sketch);
      sketch = union.getResult(TgtHllType.HLL_8);
    }
    floor += other.floor;
    for (int i = 0; i < other.keys.length; i++) {
      if (other.counts[i] > 0 && add(other.keys[i], other.counts[i])) {
        name(other.names[i]);
      }
    }
  }

  boolean isExact() {
    return sketch == null;
  }

  /** How many keys there are. */
  long distinct() {
    // Unlike the other estimate this one does not depend on the order of the rows.
    return sketch == null ? size : Math.round(sketch.getCompositeEstimate());
  }

  /** Calls back with every key that surely is among the frequent ones. */
  void forEach(Each each) {
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] > floor) {
        each.accept(keys[i], named ? names[i] : new byte[0], counts[i]);
      }
    }
  }

  /** A key, its name and its count. */
  @FunctionalInterface
  interface Each {
    void accept(long key, byte[] name, long count);
  }

  private void overflow() {
    startSketch();
    if (named) {
      purge();
    } else {
      keys = new long[0];
      counts = new long[0];
      size = 0;
    }
  }

  private void startSketch() {
    if (sketch != null) {
      return;
    }
    HllSketch started = new HllSketch(LG_REGISTERS, TgtHllType.HLL_8);
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] > 0) {
        started.update(keys[i]);
      }
    }
    sketch = started;
    if (!named) {
      keys = new long[0];
      counts = new long[0];
      size = 0;
    }
  }

  private void purge() {
    long[] present = Arrays.stream(counts).filter(count -> count > 0).toArray();
    Arrays.sort(present);
    long median = present[present.length / 2];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, counts[i] - median);
    }
    floor += median;
    resize(keys.length);
  }

  private void resize(int capacity) {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    byte[][] oldNames = names;
    keys = new long[capacity];
    counts = new long[capacity];
    names = new byte[named ? capacity : 0][];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        if (named) {
          names[slot] = oldNames[i];
        }
        size++;
      }
    }
  }

  /** Where the key is, or where it can be put. */
  private int slot(long key) {
    int mask = keys.length - 1;
    // The golden ratio spreads neighbours; its product is best in the high bits.
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (counts[slot] > 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(floor);
    Blobs.write(out, sketch == null ? new byte[0] : sketch.toCompactByteArray());
    out.writeInt(size);
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] > 0) {
        out.writeLong(keys[i]);
        out.writeLong(counts[i]);
        if (named) {
          Blobs.write(out, names[i]);
        }
      }
    }
  }

  void read(DataInput in) throws IOException {
    floor = in.readLong();
    byte[] sketched = Blobs.read(in);
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      add(in.readLong(), in.readLong());
      if (named) {
        name(Blobs.read(in));
      }
    }
    if (sketched.length > 0) {
      sketch = HllSketch.heapify(sketched);
    }
  }
}
