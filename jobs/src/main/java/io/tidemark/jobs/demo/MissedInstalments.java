package io.tidemark.jobs.demo;

import io.tidemark.jobs.demo.LoanApplications.Loan;
import io.tidemark.jobs.demo.draw.Draw;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** First instalments that were not paid: of most loans that default, and of a few that do not. */
final class MissedInstalments {

  private final Bank bank;
  private final BankData data;

  MissedInstalments(Bank bank, BankData data) {
    this.bank = bank;
    this.data = data;
  }

  void write() throws IOException {
    new LoanApplications(bank).each(this::write);
  }

  private void write(Loan loan) throws IOException {
    Draw draw = bank.draw(Table.MISSED_INSTALMENTS, loan.id(), 0);
    if (!draw.chance(loan.defaulted() ? 0.8 : 0.02)) {
      return;
    }
    Instant due =
        loan.applied().truncatedTo(ChronoUnit.DAYS).plus(draw.between(10, 28), ChronoUnit.DAYS);
    Instant booked = due.plus(draw.between(1, 3), ChronoUnit.DAYS).plus(3, ChronoUnit.HOURS);
    if (bank.known(booked)) {
      String amount = Bank.money(loan.amount() / loan.months());
      data.row(loan.id(), loan.customer(), loan.id(), due, booked, amount);
    }
  }
}
