package io.tidemark.jobs.demo.draw;

/**
 * Draws that are the same on every machine and for ever: Steele, Lea and Flood's SplitMix64, and
 * {@link StrictMath} on top of it.
 */
public final class Draw {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Draw(long state) {
    this.state = state;
  }

  /**
   * What is drawn about one thing of a table, whatever was drawn before.
   *
   * @param table the number of the table
   */
  public static Draw of(long seed, int table, long thing, long part) {
    long mixed = mix(seed + GOLDEN_GAMMA * (table + 1));
    mixed = mix(mixed + GOLDEN_GAMMA * thing);
    return new Draw(mix(mixed + GOLDEN_GAMMA * part));
  }

  /** From 0 inclusive to 1 exclusive. */
  public double share() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** From 0 inclusive to a bound exclusive. */
  public long below(long bound) {
    return (long) (share() * bound);
  }

  /** From one bound to the other, both inclusive. */
  public long between(long least, long greatest) {
    return least + below(greatest - least + 1);
  }

  public boolean chance(double probability) {
    return share() < probability;
  }

  /** Of mean 0 and standard deviation 1, by Box and Muller. */
  public double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - share()));
    return radius * StrictMath.cos(2 * StrictMath.PI * share());
  }

  /** The place of one of several weights. */
  public int weighted(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = share() * sum;
    for (int i = 0; i < weights.length - 1; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
