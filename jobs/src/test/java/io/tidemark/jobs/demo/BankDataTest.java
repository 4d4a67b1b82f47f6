package io.tidemark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated bank: the same every time, as unruly as its knobs say, and worth learning from. */
class BankDataTest {

  private static final Knobs SMALL = new Knobs(7, 200, 30, 200, 0.1, 0.05, 0.02, 0);

  @TempDir Path folder;

  @Test
  void aSeedIsOneBankForEver() throws Exception {
    Knobs tiny = new Knobs(7, 5, 9, 3, 0.02, 0.2, 0.2, 0);
    assertThat(digest(tiny))
        .isEqualTo(digest(tiny))
        .isEqualTo("a635d04801cefe55fbde7859973f5ed11d0959c298ea479419a0fbeced014c76");
    assertThat(digest(new Knobs(8, 5, 9, 3, 0.02, 0.2, 0.2, 0))).isNotEqualTo(digest(tiny));
  }

  @Test
  void theKnobsSetTheShares() throws Exception {
    List<String[]> payments = rows(SMALL, Table.CARD_PAYMENTS);
    Map<String, Instant> first = new HashMap<>();
    long late = 0;
    long hottest = 0;
    long corrections = 0;
    for (String[] row : payments) {
      Instant paid = Instant.parse(row[3]);
      Instant booked = Instant.parse(row[4]);
      if (first.putIfAbsent(row[0], booked) != null) {
        corrections++;
        assertThat(booked).isAfter(first.get(row[0]));
        continue;
      }
      hottest += row[1].equals("1") ? 1 : 0;
      late += Duration.between(paid, booked).compareTo(Duration.ofDays(1)) > 0 ? 1 : 0;
    }
    double all = first.size();
    // What is known after the last day is not in the files yet.
    assertThat(all).isBetween(5700.0, 6000.0);
    assertThat(late / all).isCloseTo(0.05, within(0.015));
    assertThat(corrections / all).isCloseTo(0.02, within(0.006));
    assertThat(hottest / all).isCloseTo(0.1 + 0.9 / 200, within(0.015));
  }

  @Test
  void withoutLateAndCorrectedRowsThereAreNone() throws Exception {
    List<String[]> payments = rows(new Knobs(7, 50, 10, 100, 0, 0, 0, 0), Table.CARD_PAYMENTS);
    Set<String> ids = new HashSet<>();
    for (String[] row : payments) {
      assertThat(ids.add(row[0])).isTrue();
      assertThat(Duration.between(Instant.parse(row[3]), Instant.parse(row[4])))
          .isLessThan(Duration.ofHours(1));
    }
    assertThat(ids).hasSizeGreaterThan(990);
    assertThat(rows(new Knobs(7, 50, 10, 0, 0, 0, 0, 0), Table.CARD_PAYMENTS)).isEmpty();
  }

  @Test
  void oneDayIsBadAndTheOthersAreAsTheyWere() throws Exception {
    Knobs good = new Knobs(7, 50, 9, 1000, 0, 0, 0, 0);
    List<String[]> was = rows(good, Table.CARD_PAYMENTS);
    List<String[]> payments = rows(new Knobs(7, 50, 9, 1000, 0, 0, 0, 0.1), Table.CARD_PAYMENTS);
    assertThat(payments).hasSameSizeAs(was);
    long refunds = 0;
    long unheardOf = 0;
    for (int i = 0; i < payments.size(); i++) {
      String[] row = payments.get(i);
      if (Arrays.equals(row, was.get(i))) {
        continue;
      }
      assertThat(row[3]).startsWith("2026-01-07T");
      if (row[5].startsWith("-")) {
        refunds++;
        assertThat(row[5]).isEqualTo("-" + was.get(i)[5]);
      } else {
        unheardOf++;
        assertThat(row[7]).isEqualTo("charity");
      }
    }
    assertThat(refunds).isBetween(30L, 70L);
    assertThat(unheardOf).isBetween(30L, 70L);
  }

  @Test
  void theFilesHoldNothingThatIsKnownAfterTheLastDay() throws Exception {
    Instant end = Instant.parse("2026-01-31T00:00:00Z");
    assertThat(rows(SMALL, Table.CARD_PAYMENTS))
        .allMatch(row -> Instant.parse(row[4]).isBefore(end));
    assertThat(rows(SMALL, Table.BUREAU_REPORTS))
        .allMatch(row -> Instant.parse(row[2]).isBefore(end));
    assertThat(rows(SMALL, Table.CUSTOMERS)).allMatch(row -> Instant.parse(row[7]).isBefore(end));
    assertThat(rows(SMALL, Table.LOAN_APPLICATIONS))
        .allMatch(row -> Instant.parse(row[3]).isBefore(end));
  }

  @Test
  void customersHaveAHistoryWithoutGapsAndAccountsToLendTo() throws Exception {
    Map<String, String> open = new HashMap<>();
    int changes = 0;
    for (String[] row : rows(SMALL, Table.CUSTOMERS)) {
      String before = open.put(row[0], row[6]);
      if (before != null) {
        changes++;
        assertThat(row[5]).isEqualTo(before);
      }
    }
    assertThat(open).hasSize(200);
    assertThat(open.values()).containsOnly("");
    assertThat(changes).isBetween(10, 40);
    Set<String> accounts = new HashSet<>();
    rows(SMALL, Table.ACCOUNTS).forEach(row -> accounts.add(row[0] + "/" + row[1]));
    assertThat(rows(SMALL, Table.LOAN_APPLICATIONS))
        .hasSize(150)
        .allMatch(row -> accounts.contains(row[2] + "/" + row[1]));
  }

  @Test
  void loansOfPoorScoresDefaultMoreOften() throws Exception {
    Knobs many = new Knobs(7, 2000, 60, 0, 0, 0, 0, 0);
    Map<String, Integer> scores = new HashMap<>();
    rows(many, Table.BUREAU_REPORTS)
        .forEach(row -> scores.putIfAbsent(row[0], Integer.parseInt(row[3])));
    int[] loans = new int[2];
    int[] bad = new int[2];
    for (String[] row : rows(many, Table.LOAN_APPLICATIONS)) {
      int good = scores.get(row[1]) >= 640 ? 1 : 0;
      loans[good]++;
      bad[good] += Boolean.parseBoolean(row[7]) ? 1 : 0;
    }
    double poor = bad[0] / (double) loans[0];
    double fine = bad[1] / (double) loans[1];
    assertThat(poor).as("%s of %s", bad[0], loans[0]).isBetween(0.1, 0.3);
    assertThat(fine).as("%s of %s", bad[1], loans[1]).isBetween(0.005, 0.08);
  }

  @Test
  void instalmentsAreMissedAfterTheLoanAndMostlyOfLoansThatDefault() throws Exception {
    Knobs many = new Knobs(7, 2000, 60, 0, 0, 0, 0, 0);
    Map<String, String[]> loans = new HashMap<>();
    rows(many, Table.LOAN_APPLICATIONS).forEach(row -> loans.put(row[0], row));
    int missed = 0;
    int bad = 0;
    for (String[] row : rows(many, Table.MISSED_INSTALMENTS)) {
      String[] loan = loans.get(row[2]);
      assertThat(row[1]).isEqualTo(loan[1]);
      assertThat(Duration.between(Instant.parse(loan[3]), Instant.parse(row[3])).toDays())
          .isBetween(8L, 30L);
      assertThat(Instant.parse(row[4])).isAfter(Instant.parse(row[3]));
      missed++;
      bad += Boolean.parseBoolean(loan[7]) ? 1 : 0;
    }
    assertThat(bad / (double) missed).as("%s of %s", bad, missed).isBetween(0.6, 0.95);
  }

  private List<String[]> rows(Knobs knobs, Table table) throws IOException {
    Path file = folder.resolve(table.word());
    long rows = BankData.write(new Bank(knobs), table, file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).first().isEqualTo(table.header());
    assertThat(lines).hasSize((int) rows + 1);
    return lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private String digest(Knobs knobs) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (Table table : Table.values()) {
      Path file = folder.resolve(table.word());
      BankData.write(new Bank(knobs), table, file);
      sha.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
