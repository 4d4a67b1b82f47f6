package io.tidemark.jobs.cost.generate;

/** Accounts as no provider has them: a real id is twelve digits. */
final class Accounts {
  static final String PAYER = "SYNTHETIC000";
  static final String PLATFORM = usage(0);

  private static final int COUNT = 3;

  private Accounts() {}

  static String usage(int number) {
    return "SYNTHETIC%03d".formatted(1 + number % COUNT);
  }
}
