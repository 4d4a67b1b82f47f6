package io.tidemark.jobs.demo;

import io.tidemark.jobs.demo.draw.Draw;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Loan applications, and whether each loan went bad: what a model is to foretell. */
final class LoanApplications {

  private static final double A_DAY_AND_CUSTOMER = 0.025;
  private static final List<String> PURPOSES =
      List.of("car", "home", "debt_consolidation", "education", "other");

  private final Bank bank;

  /**
   * One application.
   *
   * @param amount cents
   */
  record Loan(
      long id,
      long customer,
      Instant applied,
      long amount,
      long months,
      String purpose,
      boolean defaulted) {}

  /** Takes one application after the other. */
  interface Taker {
    void take(Loan loan) throws IOException;
  }

  LoanApplications(Bank bank) {
    this.bank = bank;
  }

  /** Every application in the order of time. */
  void each(Taker taker) throws IOException {
    double wanted = 0;
    long id = 0;
    for (long day = 0; day < bank.knobs().days(); day++) {
      wanted += bank.knobs().customers() * A_DAY_AND_CUSTOMER;
      while (id + 1 <= wanted) {
        taker.take(loan(++id, day));
      }
    }
  }

  private Loan loan(long id, long day) {
    Draw draw = bank.draw(Table.LOAN_APPLICATIONS, id, 0);
    long customer = 1 + draw.below(bank.knobs().customers());
    Instant applied = bank.day(day).plus(Duration.ofSeconds(draw.between(8 * 3600, 20 * 3600 - 1)));
    Bank.Customer who = bank.at(customer, applied);
    double months = StrictMath.exp(0.6 * draw.normal() + 1.2);
    long amount = StrictMath.max(5, Math.round(who.income() / 100.0 * months / 100)) * 100;
    int purpose = draw.weighted(0.3, 0.2, 0.25, 0.1, 0.15);
    double burden = StrictMath.log(amount / (who.income() / 100.0)) - 1.2;
    double odds =
        -2.9
            + 1.2 * bank.risk(customer)
            + 0.6 * burden
            + (who.employment().equals("unemployed") ? 0.8 : 0)
            + (purpose == 2 ? 0.3 : 0);
    return new Loan(
        id,
        customer,
        applied,
        amount * 100,
        12 * draw.between(1, 6),
        PURPOSES.get(purpose),
        draw.chance(1 / (1 + StrictMath.exp(-odds))));
  }
}
