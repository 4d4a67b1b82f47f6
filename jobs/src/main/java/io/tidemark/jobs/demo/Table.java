package io.tidemark.jobs.demo;

import java.util.Locale;

/** The bank's tables, a CSV file each. Their order is part of what is drawn. */
public enum Table {
  CUSTOMERS("customer_id,segment,region,employment,income,valid_from,valid_to,loaded_at"),
  ACCOUNTS("account_id,customer_id,as_of,product,balance,overdraft_limit"),
  CARD_PAYMENTS(
      "payment_id,customer_id,account_id,paid_at,booked_at,amount,merchant,category,country"),
  BUREAU_REPORTS("customer_id,as_of,received_at,score,open_loans,missed_payments"),
  LOAN_APPLICATIONS(
      "loan_id,customer_id,account_id,applied_at,amount,term_months,purpose,defaulted"),
  MISSED_INSTALMENTS("missed_id,customer_id,loan_id,due_at,booked_at,amount");

  private final String header;

  Table(String header) {
    this.header = header;
  }

  /** The first line of its file. */
  String header() {
    return header;
  }

  /** Its name in snake_case, as sources and files have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its file, relative to the project. */
  public String file() {
    return "data/" + word() + ".csv";
  }
}
