package io.tidemark.jobs.cost.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Money of generated bills is exact, and printed as exports print it. */
class PriceTest {

  @Test
  void smallNumbersHaveAnExponentAndAllHaveADecimal() {
    assertThat(Price.text(0)).isEqualTo("0.0");
    assertThat(Price.text(Price.of("-0.0000000007"))).isEqualTo("-7.0E-10");
    assertThat(Price.text(Price.of("0.0007095684"))).isEqualTo("7.095684E-4");
    assertThat(Price.text(Price.of("0.001"))).isEqualTo("0.001");
    assertThat(Price.text(Price.of("24"))).isEqualTo("24.0");
    assertThat(Price.text(Price.of("-1.25"))).isEqualTo("-1.25");
  }

  @Test
  void everyAmountIsReadBackAsItWas() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      long amount = random.nextLong() >> random.nextInt(64);
      assertThat(new BigDecimal(Price.text(amount))).isEqualByComparingTo(Price.decimal(amount));
    }
  }

  @Test
  void roundingIsHalfAwayFromZeroAtTenDigits() {
    Random random = new Random(12);
    for (int i = 0; i < 20_000; i++) {
      long amount = random.nextLong() >> 8 + random.nextInt(50);
      BigDecimal exact = Price.decimal(amount).setScale(10, RoundingMode.HALF_UP);
      assertThat(Price.decimal(Price.rounded(amount))).isEqualByComparingTo(exact);
    }
  }

  @Test
  void quantitiesAreHoursToTenDigits() {
    Random random = new Random(13);
    for (int i = 0; i < 5_000; i++) {
      long millis = random.nextInt(1_000_000_000);
      BigDecimal exact =
          new BigDecimal(BigInteger.valueOf(millis))
              .divide(BigDecimal.valueOf(3_600_000), 30, RoundingMode.DOWN);
      assertThat(new BigDecimal(Price.hoursOfMillis(millis)).subtract(exact).abs())
          .isLessThanOrEqualTo(new BigDecimal("0.000000000051"));
    }
  }
}
