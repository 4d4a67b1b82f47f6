package io.tidemark.jobs.demo;

import io.tidemark.jobs.demo.draw.Draw;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Card payments: some reach the bank days later, some are corrected by a second row. On the bad day
 * a broken terminal books payments as if they were refunds, and a kind of merchant is paid that the
 * bank has not heard of.
 */
final class CardPayments {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final List<String> ABROAD = List.of("FR", "ES", "DE", "US", "AE");

  /** What is bought where; {@code typical} is the median in pounds. */
  private enum Category {
    GROCERIES(0.34, 24, 0.7, "Northgate Foods", "Corner Basket", "Green Pantry", "Mill Market"),
    RESTAURANT(0.18, 18, 0.6, "Blue Kettle", "Harbour Grill", "Noodle Lane", "The Old Oven"),
    TRANSPORT(0.14, 9, 0.8, "City Rail", "Quick Cab", "Metro Bus"),
    ONLINE(0.16, 31, 1.0, "Parcelbay", "Bookharbour", "Gadgetry", "Threadline"),
    FUEL(0.07, 48, 0.4, "Anchor Fuel", "Hilltop Garage"),
    CASH(0.06, 60, 0.7, "ATM"),
    TRAVEL(0.03, 210, 0.9, "Skyward Air", "Inn and Out", "Ferrylink"),
    GAMBLING(0.02, 35, 1.1, "Lucky Seven", "Betharbour");

    private final double share;
    private final double typical;
    private final double spread;
    private final List<String> merchants;

    Category(double share, double typical, double spread, String... merchants) {
      this.share = share;
      this.typical = typical;
      this.spread = spread;
      this.merchants = List.of(merchants);
    }
  }

  private static final Category[] CATEGORIES = Category.values();
  private static final String UNHEARD_OF = "charity";
  private static final double[] HOURS = {
    1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 5, 7, 6, 6, 8, 10, 9, 7, 6, 7, 9, 10, 9, 7, 5, 3, 2
  };

  private final Bank bank;
  private final BankData data;

  CardPayments(Bank bank, BankData data) {
    this.bank = bank;
    this.data = data;
  }

  void write() throws IOException {
    long aDay = bank.knobs().transactions();
    for (long day = 0; day < bank.knobs().days(); day++) {
      for (long i = 0; i < aDay; i++) {
        write(1 + day * aDay + i, day);
      }
    }
  }

  private void write(long id, long day) throws IOException {
    Draw draw = bank.draw(Table.CARD_PAYMENTS, id, 0);
    long customer = draw.chance(bank.knobs().skew()) ? 1 : 1 + draw.below(bank.knobs().customers());
    Instant paid =
        bank.day(day).plusMillis(draw.weighted(HOURS) * DAY / 24).plusMillis(draw.below(DAY / 24));
    long wait =
        draw.chance(bank.knobs().late())
            ? draw.between(DAY + 1, 10 * DAY)
            : draw.between(2_000, 1_200_000);
    Instant booked = paid.plusMillis(wait);
    if (!bank.known(booked)) {
      return;
    }
    double risk = bank.risk(customer);
    Category category = CATEGORIES[draw.weighted(shares(risk))];
    long amount =
        StrictMath.max(
            50,
            Math.round(100 * category.typical * StrictMath.exp(category.spread * draw.normal())));
    String merchant = category.merchants.get((int) draw.below(category.merchants.size()));
    String country =
        draw.chance(category == Category.TRAVEL ? 0.5 : 0.04)
            ? ABROAD.get((int) draw.below(ABROAD.size()))
            : "GB";
    long account = Bank.account(customer, 0);
    String word = category.name().toLowerCase(Locale.ROOT);
    Draw fate = bank.draw(Table.CARD_PAYMENTS, id, 1);
    if (day == bank.badDay() && fate.chance(bank.knobs().bad())) {
      boolean refund = fate.chance(0.5);
      String cost = Bank.money(refund ? -amount : amount);
      String to = refund ? merchant : "Lantern Relief";
      data.row(id, customer, account, paid, booked, cost, to, refund ? word : UNHEARD_OF, country);
      return;
    }
    data.row(id, customer, account, paid, booked, Bank.money(amount), merchant, word, country);

    Instant corrected = booked.plusMillis(draw.between(DAY, 5 * DAY));
    if (draw.chance(bank.knobs().corrected()) && bank.known(corrected)) {
      long right = draw.chance(0.3) ? 0 : Math.round(amount * (0.3 + draw.share()));
      data.row(id, customer, account, paid, corrected, Bank.money(right), merchant, word, country);
    }
  }

  private static double[] shares(double risk) {
    double[] shares = new double[CATEGORIES.length];
    for (Category category : CATEGORIES) {
      double lean =
          category == Category.GAMBLING || category == Category.CASH
              ? StrictMath.exp(0.8 * StrictMath.min(risk, 3))
              : 1;
      shares[category.ordinal()] = category.share * lean;
    }
    return shares;
  }
}
