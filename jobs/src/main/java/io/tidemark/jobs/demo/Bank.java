package io.tidemark.jobs.demo;

import io.tidemark.jobs.demo.draw.Draw;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The bank behind the tables. Everything about a customer follows from the seed and the customer's
 * number, so that no table has to remember another one's rows.
 *
 * <p>What nobody can see is each customer's risk; scores, incomes, balances and payments betray
 * some of it, and loans default by it.
 */
final class Bank {

  /** The first day of every bank. */
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  private static final List<String> SEGMENTS = List.of("student", "mass", "affluent", "private");
  private static final List<String> REGIONS = List.of("capital", "north", "east", "south", "west");
  private static final List<String> EMPLOYMENTS =
      List.of("employed", "self_employed", "retired", "student", "unemployed");

  private final Knobs knobs;
  private final Instant start;
  private final Instant end;

  /**
   * A customer as of some day.
   *
   * @param since when the customer became so
   * @param loadedAt when the warehouse got to know it
   * @param income cents a month
   */
  record Customer(
      long id,
      String segment,
      String region,
      String employment,
      long income,
      Instant since,
      Instant loadedAt) {}

  Bank(Knobs knobs) {
    this.knobs = knobs;
    this.start = FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
    this.end = start.plus(knobs.days(), ChronoUnit.DAYS);
  }

  Knobs knobs() {
    return knobs;
  }

  Instant start() {
    return start;
  }

  Instant day(long day) {
    return start.plus(day, ChronoUnit.DAYS);
  }

  /** Whether the files, which are made at the last day's end, can hold what is known at a time. */
  boolean known(Instant at) {
    return at.isBefore(end);
  }

  /** The day, counted from the first, on which something is wrong with card payments. */
  long badDay() {
    return knobs.days() * 2 / 3;
  }

  Draw draw(Table table, long thing, long part) {
    return Draw.of(knobs.seed(), table.ordinal(), thing, part);
  }

  /** How likely a customer is to default, relative to others: of mean 0 and deviation 1. */
  double risk(long customer) {
    return draw(Table.CUSTOMERS, customer, 0).normal();
  }

  /** A customer as the first day finds them. */
  Customer first(long customer) {
    Draw draw = draw(Table.CUSTOMERS, customer, 1);
    Instant since = start.minus(Duration.ofMinutes(draw.between(1440, 10L * 365 * 1440)));
    return customer(customer, draw, since, start.plus(2, ChronoUnit.HOURS));
  }

  /** When a customer's circumstances change; a time that is not known yet if they do not. */
  Instant changed(long customer) {
    Draw draw = draw(Table.CUSTOMERS, customer, 2);
    return draw.chance(0.12)
        ? start.plus(Duration.ofMinutes(draw.between(1440, Math.max(1440, knobs.days() * 1440))))
        : end;
  }

  /** A customer after the change, which the next night's load brings. */
  Customer second(long customer) {
    Instant at = changed(customer);
    Instant loaded =
        at.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS).plus(2, ChronoUnit.HOURS);
    return customer(customer, draw(Table.CUSTOMERS, customer, 3), at, loaded);
  }

  /** A customer as they are, whoever knows it. */
  Customer at(long customer, Instant time) {
    return time.isBefore(changed(customer)) ? first(customer) : second(customer);
  }

  /** How many accounts a customer has, from 1 to 3. */
  int accounts(long customer) {
    return 1 + draw(Table.ACCOUNTS, customer, 0).weighted(0.7, 0.25, 0.05);
  }

  /** The number of a customer's first, second or third account. */
  static long account(long customer, int which) {
    return customer * 10 + which;
  }

  /** Cents as a decimal number. */
  static String money(long cents) {
    long whole = Math.abs(cents) / 100;
    long rest = Math.abs(cents) % 100;
    return (cents < 0 ? "-" : "") + whole + (rest < 10 ? ".0" : ".") + rest;
  }

  private Customer customer(long id, Draw draw, Instant since, Instant loadedAt) {
    double risk = risk(id);
    int employment =
        draw.weighted(0.58, 0.12, 0.16, 0.06, 0.04 * StrictMath.exp(StrictMath.min(risk, 3)));
    double[] usual = {2900, 3100, 1900, 700, 900};
    double income = usual[employment] * StrictMath.exp(0.45 * draw.normal() - 0.15 * risk);
    int segment = employment == 3 ? 0 : income > 7500 ? 3 : income > 4200 ? 2 : 1;
    return new Customer(
        id,
        SEGMENTS.get(segment),
        REGIONS.get(draw.weighted(0.3, 0.2, 0.15, 0.2, 0.15)),
        EMPLOYMENTS.get(employment),
        Math.round(income * 100),
        since,
        loadedAt);
  }
}
