package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {
  private static final BigInteger HUGE = BigInteger.TWO.pow(200).add(BigInteger.ONE);

  @Test
  void leftUnitsGoToTheLargestRemaindersAndAmongEqualOnesToTheFirst() {
    assertThat(cents("100.00", 1, 1, 1)).containsExactly("33.34", "33.33", "33.33");
    assertThat(cents("0.05", 1, 1, 1, 1, 1, 1, 1))
        .containsExactly("0.01", "0.01", "0.01", "0.01", "0.01", "0.00", "0.00");
    assertThat(cents("10.00", 1, 2, 4)).containsExactly("1.43", "2.86", "5.71");
    assertThat(cents("40.00", 10_004, 10_004, 10_004, 9_988))
        .containsExactly("10.01", "10.00", "10.00", "9.99");
    // fraud, growth, risk
    assertThat(cents("100.00", 33_335, 33_330, 33_335)).containsExactly("33.34", "33.33", "33.33");
  }

  @Test
  void aNegativeAmountIsSplitLikeAPositiveOne() {
    assertThat(cents("-100.00", 1, 1, 1)).containsExactly("-33.34", "-33.33", "-33.33");
  }

  @Test
  void theUnitIsTheTenthDecimalOrTheAmountsOwnLastOne() {
    assertThat(texts(LargestRemainder.split(new BigDecimal("1"), of(1, 1, 1))))
        .containsExactly("0.3333333334", "0.3333333333", "0.3333333333");
    assertThat(texts(LargestRemainder.split(new BigDecimal("0.000000000001"), of(1, 1))))
        .containsExactly("0.000000000001", "0.000000000000");
    assertThat(texts(LargestRemainder.split(new BigDecimal("1.000000000000000000"), of(1, 2))))
        .containsExactly("0.3333333333", "0.6666666667");
    assertThat(texts(LargestRemainder.split(new BigDecimal("1E+3"), of(1, 1))))
        .containsExactly("500.0000000000", "500.0000000000");
  }

  @Test
  void partsAreThoseOfTheDefinitionWhateverTheSizes() {
    Random random = new Random(8);
    for (int round = 0; round < 20_000; round++) {
      BigDecimal amount = amount(random);
      BigInteger[] weights = weights(random);
      BigDecimal[] parts = LargestRemainder.split(amount, weights);
      assertThat(parts)
          .as("%s by %s", amount, Arrays.toString(weights))
          .isEqualTo(byDefinition(amount, weights));
      assertThat(Arrays.stream(parts).reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(amount);
    }
  }

  @Test
  void noPartIsAWholeUnitAwayFromItsExactShare() {
    Random random = new Random(9);
    for (int round = 0; round < 5_000; round++) {
      BigDecimal amount = amount(random);
      BigInteger[] weights = weights(random);
      BigDecimal[] parts = LargestRemainder.split(amount, weights);
      BigInteger total = Arrays.stream(weights).reduce(BigInteger.ZERO, BigInteger::add);
      for (int i = 0; i < parts.length; i++) {
        BigDecimal unit = BigDecimal.ONE.movePointLeft(parts[i].scale());
        BigDecimal apart =
            parts[i]
                .multiply(new BigDecimal(total))
                .subtract(amount.multiply(new BigDecimal(weights[i])))
                .abs();
        assertThat(apart).isLessThan(unit.multiply(new BigDecimal(total)));
      }
    }
  }

  @Test
  void neitherTheSignNorAFactorOnAllWeightsChangesAnything() {
    Random random = new Random(10);
    for (int round = 0; round < 5_000; round++) {
      BigDecimal amount = amount(random);
      BigInteger[] weights = weights(random);
      BigInteger factor = new BigInteger(90, random).add(BigInteger.ONE);
      BigInteger[] scaled = Arrays.stream(weights).map(factor::multiply).toArray(BigInteger[]::new);
      BigDecimal[] parts = LargestRemainder.split(amount, weights);
      assertThat(LargestRemainder.split(amount, scaled)).isEqualTo(parts);
      assertThat(LargestRemainder.split(amount.negate(), weights))
          .isEqualTo(Arrays.stream(parts).map(BigDecimal::negate).toArray());
    }
  }

  @Test
  void theOrderOfKeysMattersForEqualRemaindersOnly() {
    Random random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      BigDecimal amount = amount(random);
      BigInteger[] weights = weights(random);
      BigDecimal[] parts = LargestRemainder.split(amount, weights);
      List<Integer> order = new ArrayList<>(IntStream.range(0, weights.length).boxed().toList());
      Collections.shuffle(order, random);
      BigInteger[] shuffled = order.stream().map(i -> weights[i]).toArray(BigInteger[]::new);
      BigDecimal[] others = LargestRemainder.split(amount, shuffled);
      BigInteger total = Arrays.stream(weights).reduce(BigInteger.ZERO, BigInteger::add);
      assertThat(
              IntStream.range(0, weights.length)
                  .filter(i -> !others[i].equals(parts[order.get(i)]))
                  .mapToObj(i -> remainder(amount, shuffled[i], total))
                  .distinct())
          .as("%s by %s", amount, Arrays.toString(weights))
          .hasSizeLessThan(2);
    }
  }

  @Test
  void weightsThatAreNegativeOrAllZeroAreRefused() {
    assertThatThrownBy(() -> LargestRemainder.split(BigDecimal.ONE, of(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LargestRemainder.split(BigDecimal.ONE, of(2, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wideQuotientsAreThoseOfWholeNumbers() {
    Random random = new Random(12);
    for (int round = 0; round < 200_000; round++) {
      long divisor = (random.nextLong() >>> (1 + random.nextInt(62))) | 1;
      long left = random.nextLong() >>> (1 + random.nextInt(62));
      long right =
          random.nextBoolean() ? divisor : Long.remainderUnsigned(random.nextLong(), divisor);
      long quotient = WideDivision.quotient(Math.multiplyHigh(left, right), left * right, divisor);
      assertThat(BigInteger.valueOf(quotient))
          .isEqualTo(
              BigInteger.valueOf(left)
                  .multiply(BigInteger.valueOf(right))
                  .divide(BigInteger.valueOf(divisor)));
    }
  }

  private static BigInteger remainder(BigDecimal amount, BigInteger weight, BigInteger total) {
    return units(amount).multiply(weight).mod(total);
  }

  private static BigInteger units(BigDecimal amount) {
    return amount.abs().movePointRight(decimals(amount)).toBigIntegerExact();
  }

  private static int decimals(BigDecimal amount) {
    return Math.max(10, amount.stripTrailingZeros().scale());
  }

  /** Floors first, then one unit each by remainder and place, in decimals without end. */
  private static BigDecimal[] byDefinition(BigDecimal amount, BigInteger[] weights) {
    int scale = decimals(amount);
    BigInteger units = units(amount);
    BigInteger total = Arrays.stream(weights).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger[] whole = new BigInteger[weights.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = units.multiply(weights[i]).divide(total);
    }
    int left =
        units.subtract(Arrays.stream(whole).reduce(BigInteger.ZERO, BigInteger::add)).intValue();
    IntStream.range(0, weights.length)
        .boxed()
        .sorted(
            Comparator.<Integer, BigInteger>comparing(
                    i -> remainder(amount, weights[i], total), Comparator.reverseOrder())
                .thenComparing(Comparator.naturalOrder()))
        .limit(left)
        .forEach(i -> whole[i] = whole[i].add(BigInteger.ONE));
    return Arrays.stream(whole)
        .map(each -> new BigDecimal(amount.signum() < 0 ? each.negate() : each, scale))
        .toArray(BigDecimal[]::new);
  }

  /** Mostly a line's cost, now and then one of more digits than a long has. */
  private static BigDecimal amount(Random random) {
    int bits = random.nextInt(20) == 0 ? 90 : 1 + random.nextInt(63);
    BigDecimal amount = new BigDecimal(new BigInteger(bits, random), random.nextInt(19));
    return random.nextBoolean() ? amount : amount.negate();
  }

  /** Of all sizes around those where a long is at its end, with equal ones and zeros. */
  private static BigInteger[] weights(Random random) {
    int bits = 1 + random.nextInt(random.nextInt(4) == 0 ? 130 : 63);
    BigInteger[] weights = new BigInteger[1 + random.nextInt(8)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] =
          switch (random.nextInt(6)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> i == 0 ? BigInteger.ONE : weights[i - 1];
            default -> new BigInteger(bits, random);
          };
    }
    weights[random.nextInt(weights.length)] =
        random.nextInt(30) == 0 ? HUGE : new BigInteger(bits, random).add(BigInteger.ONE);
    return weights;
  }

  private static List<String> cents(String amount, long... weights) {
    return texts(new LargestRemainder(of(weights)).split(new BigDecimal(amount), 2));
  }

  private static BigInteger[] of(long... weights) {
    return Arrays.stream(weights).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
  }

  private static List<String> texts(BigDecimal[] parts) {
    return Arrays.stream(parts).map(BigDecimal::toPlainString).toList();
  }
}
