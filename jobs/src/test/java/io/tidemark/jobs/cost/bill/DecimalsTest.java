package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {

  @Test
  void textIsReadAsItIsPrintedExponentsToo() {
    assertThat(Decimals.money(Decimals.of("-7.0E-10"))).isEqualTo("-0.0000000007");
    assertThat(Decimals.money(Decimals.of(" 1e3 "))).isEqualTo("1000");
    assertThat(Decimals.money(Decimals.of("0.123456789012345678")))
        .isEqualTo("0.123456789012345678");
    assertThat(Decimals.money(Decimals.of("0.1000000000000000000000")))
        .as("zeros at the end are no decimals")
        .isEqualTo("0.1");
  }

  @Test
  void moneyWithMoreThanEighteenDecimalsIsRefusedAndNeverRounded() {
    assertThatThrownBy(() -> Decimals.money(Decimals.of("1.0000000000000000001")))
        .hasMessage("1.0000000000000000001 has more than 18 decimals");
    assertThatThrownBy(() -> Decimals.money(Decimals.of("1E-19")))
        .hasMessageContaining("more than 18 decimals");
    assertThatThrownBy(() -> Decimals.money(Decimals.of("1E+21")))
        .hasMessageContaining("more than 20 digits");
  }

  @Test
  void aQuantityIsRoundedToEighteenDecimals() {
    assertThat(Decimals.quantity(Decimals.of("9.3132257461547851562E-10")))
        .isEqualTo("0.000000000931322575");
  }

  @Test
  void whatIsNoNumberIsSaidSo() {
    assertThatThrownBy(() -> Decimals.of("1,5")).hasMessage("'1,5' is no number");
    assertThatThrownBy(() -> Decimals.of(Double.NaN)).hasMessage("NaN is no number");
  }

  @Test
  void aDoubleIsTheShortestDecimalThatReadsBack() {
    // Java 17 prints one digit more of it.
    assertThat(Decimals.of(2.0E-3)).isEqualByComparingTo("0.002");
    assertThat(Decimals.of(Math.pow(2, -44))).isEqualTo(new BigDecimal("5.684341886080802E-14"));
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double value =
          i % 2 == 0
              ? random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12))
              : random.nextDouble() * Math.pow(10, random.nextInt(30) - 20);
      BigDecimal shortest = Decimals.of(value);
      assertThat(shortest.doubleValue()).isEqualTo(value);
      assertThat(shortest.precision()).isEqualTo(fewestDigits(value));
    }
  }

  /** Tries every number of digits, fewest first. */
  private static int fewestDigits(double value) {
    for (int digits = 1; digits < 17; digits++) {
      String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
      if (Double.parseDouble(text) == value) {
        return new BigDecimal(text).stripTrailingZeros().precision();
      }
    }
    return 17;
  }
}
