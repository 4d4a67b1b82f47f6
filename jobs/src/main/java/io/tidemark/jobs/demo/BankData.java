package io.tidemark.jobs.demo;

import io.tidemark.jobs.demo.draw.Draw;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Writes one table of a bank as CSV, row by row: memory does not grow with the data. */
final class BankData {

  private final Bank bank;
  private final BufferedWriter out;
  private long rows;

  private BankData(Bank bank, BufferedWriter out) {
    this.bank = bank;
    this.out = out;
  }

  /**
   * Writes a table's file.
   *
   * @return how many rows it has
   */
  static long write(Bank bank, Table table, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write(table.header());
      out.write('\n');
      BankData data = new BankData(bank, out);
      switch (table) {
        case CUSTOMERS -> data.customers();
        case ACCOUNTS -> data.accounts();
        case CARD_PAYMENTS -> new CardPayments(bank, data).write();
        case BUREAU_REPORTS -> data.bureauReports();
        case LOAN_APPLICATIONS -> new LoanApplications(bank).each(data::loan);
        case MISSED_INSTALMENTS -> new MissedInstalments(bank, data).write();
      }
      return data.rows;
    }
  }

  /** Writes a row; no value holds what CSV would have to quote. */
  void row(Object... values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(String.valueOf(values[i]));
    }
    out.write('\n');
    rows++;
  }

  /** As the extract of the last night has them: whoever has changed has two rows. */
  private void customers() throws IOException {
    for (long id = 1; id <= bank.knobs().customers(); id++) {
      Bank.Customer second = bank.second(id);
      boolean changed = bank.known(bank.changed(id)) && bank.known(second.loadedAt());
      customer(bank.first(id), changed ? second.since().toString() : "");
      if (changed) {
        customer(second, "");
      }
    }
  }

  private void customer(Bank.Customer each, String validTo) throws IOException {
    row(
        each.id(),
        each.segment(),
        each.region(),
        each.employment(),
        Bank.money(each.income()),
        each.since(),
        validTo,
        each.loadedAt());
  }

  /** Every account's balance, once a week. */
  private void accounts() throws IOException {
    for (long day = 0; day < bank.knobs().days(); day += 7) {
      for (long id = 1; id <= bank.knobs().customers(); id++) {
        for (int which = 0; which < bank.accounts(id); which++) {
          account(id, which, day);
        }
      }
    }
  }

  private void account(long customer, int which, long day) throws IOException {
    double risk = bank.risk(customer);
    double income = bank.at(customer, bank.day(day)).income() / 100.0;
    boolean savings = which > 0;
    Draw usual = bank.draw(Table.ACCOUNTS, Bank.account(customer, which), -1);
    Draw now = bank.draw(Table.ACCOUNTS, Bank.account(customer, which), day);
    double level = StrictMath.exp(0.6 * usual.normal() - 0.5 * risk) * (savings ? 3.5 : 0.9);
    double balance = income * (level + (savings ? 0.1 : 0.5) * now.normal());
    long overdraft = savings ? 0 : 250 * usual.between(0, 8);
    double least = savings ? 0 : -overdraft * 1.2;
    row(
        Bank.account(customer, which),
        customer,
        date(bank.day(day)),
        savings ? "savings" : "current",
        Bank.money(Math.round(StrictMath.max(balance, least) * 100)),
        Bank.money(overdraft * 100));
  }

  /** Every customer's report, once a week; the bureau delivers two days later, or much later. */
  private void bureauReports() throws IOException {
    for (long day = 0; day < bank.knobs().days(); day += 7) {
      for (long id = 1; id <= bank.knobs().customers(); id++) {
        Draw draw = bank.draw(Table.BUREAU_REPORTS, id, day);
        long wait = draw.chance(bank.knobs().late()) ? draw.between(5, 12) : 2;
        Instant received = bank.day(day + wait).plus(6, ChronoUnit.HOURS);
        if (bank.known(received)) {
          report(id, day, received, draw);
        }
      }
    }
  }

  private void report(long customer, long day, Instant received, Draw now) throws IOException {
    double risk = bank.risk(customer);
    Draw usual = bank.draw(Table.BUREAU_REPORTS, customer, -1);
    double score = 640 - 75 * risk + 30 * usual.normal() + 12 * now.normal();
    double missed = StrictMath.exp(0.9 * risk - 0.8) * (0.5 + usual.share()) + 0.4 * now.share();
    row(
        customer,
        date(bank.day(day)),
        received,
        Math.round(StrictMath.max(300, StrictMath.min(850, score))),
        usual.between(0, risk > 0.8 ? 5 : 3),
        (long) missed);
  }

  private void loan(LoanApplications.Loan loan) throws IOException {
    row(
        loan.id(),
        loan.customer(),
        Bank.account(loan.customer(), 0),
        loan.applied(),
        Bank.money(loan.amount()),
        loan.months(),
        loan.purpose(),
        loan.defaulted());
  }

  private static LocalDate date(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
